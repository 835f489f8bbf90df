// A transport over a handle and a loop that do nothing by themselves: what happens is what the test does.
import type { TransportEvent, TransportOptions } from 'rxduct';
import { StreamTransport } from '../../src/transport/stream-transport.ts';
import { resolveTimeouts } from '../../src/transport/transport-options.ts';
import { FakeHandle } from './fake-handle.ts';
import { ManualLoop } from './manual-loop.ts';

export interface Rig {
  readonly loop: ManualLoop;
  readonly handle: FakeHandle;
  readonly transport: StreamTransport;
  /** The events by type, data by its text. */
  readonly seen: string[];
  /** Subscribes, and keeps what comes in `seen`; `react` is called inside of each event. */
  watch(react?: (event: TransportEvent) => void): { unsubscribe(): void };
}

export const describeEvent = (event: TransportEvent): string => {
  if (event.type === 'data') return `data ${event.data}`;
  if (event.type === 'lost') return event.error === null ? 'lost' : `lost ${event.error.message}`;
  return event.type;
};

export const rig = (options: TransportOptions & { canHalfClose?: boolean } = {}): Rig => {
  const loop = new ManualLoop();
  const handle = new FakeHandle(options);
  const transport = new StreamTransport(handle, loop, resolveTimeouts(options));
  const seen: string[] = [];
  return {
    loop,
    handle,
    transport,
    seen,
    watch: (react = () => {}) =>
      transport.events.subscribe((event) => {
        seen.push(describeEvent(event));
        react(event);
      }),
  };
};

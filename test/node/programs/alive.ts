// Ends by itself exactly when the loop has no work left. The argument says what work there is.
import { type AddressInfo, connect, createServer } from 'node:net';
import { getEventLoop, listen } from 'rxduct';

const HOUR = 3_600_000;
const loop = getEventLoop();
const say = (text: string) => console.log(text);

const works: Record<string, () => void> = {
  nothing: () => {},
  timer: () => void loop.callLater(20, () => say('fired')),
  callSoon: () => void loop.callSoon(() => loop.callSoon(() => say('ran'))),
  cancelledTimer: () => loop.callLater(HOUR, () => say('never')).cancel(),
  cancelledInCallback: () => {
    const timer = loop.callLater(HOUR, () => say('never'));
    loop.callSoon(() => timer.cancel());
  },
  cancelledBesideOther: () => {
    const far = loop.callLater(HOUR, () => say('never'));
    loop.callLater(10, () => say('fired'));
    far.cancel();
  },
  afterCancelled: () => {
    loop.callLater(5, () => say('never')).cancel();
    loop.callLater(30, () => say('fired'));
  },
  movedForward: () => loop.callLater(HOUR, () => say('fired')).reschedule(loop.time() + 10),
  closedLoop: () => {
    loop.callLater(HOUR, () => say('never'));
    loop.close();
  },
  listening: () => {
    const listener = listen({ port: 0, host: '127.0.0.1' }).subscribe();
    loop.callLater(20, () => {
      say('closing');
      listener.unsubscribe();
    });
  },
  endlessChain: () => {
    const seen = new Set<string>();
    const mark = (what: string) => {
      seen.add(what);
      if (seen.size < 4) return;
      say([...seen].sort().join(', '));
      process.exit(0);
    };
    const step = () => loop.callSoon(step);
    const server = createServer(() => mark('socket'));
    server.listen(0, '127.0.0.1', () => {
      connect((server.address() as AddressInfo).port, '127.0.0.1');
      setTimeout(() => mark('setTimeout'), 1);
      setImmediate(() => mark('setImmediate'));
      loop.callLater(1, () => mark('callLater'));
      step();
    });
  },
};

works[process.argv[2] ?? '']?.();

import type { Observable, ObservableInput, OperatorFunction } from 'rxjs';
import type { Flow } from '../flow/flow.ts';
import type { Future } from '../futures/future.ts';
import type { Bytes } from '../loop/bytes.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import type { ExtraInfo } from '../loop/network.ts';
import type { WriteBufferLimits } from './watermarks.ts';

/**
 * What happens to a connection, in order: `connection` first, `lost` last, each exactly once. At most one `eof`, and no data
 * after it. `pause` and `resume` alternate, beginning with `pause`.
 */
export type TransportEvent =
  | { readonly type: 'connection'; readonly transport: Transport }
  | { readonly type: 'data'; readonly data: Buffer }
  /** The peer will send no more. `truncated`: TLS, and it did not say so itself. */
  | { readonly type: 'eof'; readonly truncated?: boolean }
  /** Stop writing: the buffer is over its high-water mark. */
  | { readonly type: 'pause' }
  /** Go on writing. */
  | { readonly type: 'resume' }
  /** The connection is gone. `null`: it was closed, by us or by the peer. */
  | { readonly type: 'lost'; readonly error: Error | null };

/**
 * A connection of bytes: TCP, TLS, a Unix socket, a pipe, or a simulated one.
 *
 * Reading happens on demand: no byte is read before `events` or `data` has a subscriber, and reading stops when the last one
 * leaves. What a method does in which state is in `TRANSPORT_TABLE`.
 *
 * Follows `asyncio.Transport`. Differences: one `events` observable in place of a protocol's callbacks, `unread`, `holdOpen`,
 * `send`, `through`; a write made after `close()` is ignored even if the buffer was not empty.
 */
export interface Transport extends AsyncDisposable {
  /**
   * Everything that happens. A new subscriber gets `connection` first, and after the loss `lost`; nothing else is repeated.
   * Never errors. What a subscriber throws goes to the loop's exception handler, and aborts this connection with that error.
   */
  readonly events: Observable<TransportEvent>;
  /** The bytes that come in. Completes at EOF, or when the connection is closed; errors if it is lost with an error. */
  readonly data: Flow<Buffer>;
  /** Whether more should be written: the current value first, false from `pause` to `resume`. Completes with the loss. */
  readonly writable: Observable<boolean>;
  /** Completes with the loss, with its error or null. Never fails. */
  readonly closed: Future<Error | null>;
  /** The loop its events are dispatched on. */
  readonly loop: EventLoop;

  /**
   * Sends bytes, or a string as UTF-8. Never blocks: what the operating system does not take is buffered.
   *
   * Writes made while an event is being dispatched leave together when the dispatch ends. Elsewhere the first one is tried at once,
   * and those that follow in the same microtask leave together. Up to 16 KiB are copied; larger data is kept by reference and must
   * not change until it has left.
   *
   * @throws TypeError for anything else than bytes or a string.
   * @throws UsageError after `writeEof()`.
   */
  write(data: Bytes): void;
  /** Writes each of the pieces; they leave together. @throws as `write`; nothing is written then. */
  writeLines(list: Iterable<Bytes>): void;
  /** Sends EOF behind what was written; reading goes on. @throws NotSupportedError where `canWriteEof()` is false. */
  writeEof(): void;
  /** Whether the connection can be closed in one direction: TCP can. */
  canWriteEof(): boolean;
  /** Stops reading at once, sends what was written, then closes. `lost` follows, with null. */
  close(): void;
  /** Closes at once and drops what was not sent. `lost` follows, with `reason`. */
  abort(reason?: Error): void;
  /** True from `close()`, `abort()` or the loss on. */
  isClosing(): boolean;
  /** Keeps the connection open behind the peer's EOF until the returned function is called. */
  holdOpen(): () => void;

  /** Gives bytes back: they come again, ahead of all others. */
  unread(data: Uint8Array): void;
  /** No data and no EOF come from here on. What was read ahead is kept. */
  pauseReading(): void;
  /** Undoes `pauseReading`, however often that was called. What was kept comes first, through `callSoon`. */
  resumeReading(): void;
  /** Neither paused nor closing, whether there is a subscriber or not. */
  isReading(): boolean;

  /**
   * When `pause` and `resume` come; bytes. Only `high`: low is a quarter of it. Only `low`: high is four times it. Lowering the
   * limits below the size of the buffer dispatches `pause` at once.
   *
   * @throws RangeError unless `high >= low >= 0`.
   */
  setWriteBufferLimits(limits: { high?: number | undefined; low?: number | undefined }): void;
  /** The limits in force; 64 KiB and 16 KiB at first. */
  getWriteBufferLimits(): WriteBufferLimits;
  /** Bytes written and not yet taken by the operating system; exact up to the slice that is on its way. */
  getWriteBufferSize(): number;

  /** What is known of the connection, by asyncio's names in camelCase; `defaultValue` for what is not. Works behind the loss, too. */
  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined;
  getExtraInfo<K extends keyof ExtraInfo, D>(name: K, defaultValue: D): ExtraInfo[K] | D;
  getExtraInfo<D = undefined>(name: string, defaultValue?: D): unknown;

  /** A slot for the object that is driven by the events; filled and read by `rxduct/protocol`. */
  setProtocol(protocol: object | null): void;
  getProtocol(): object | null;

  /**
   * Writes all that `source` emits, as fast as the peer takes it: the valves of Flows in `source` are held, and iterables not
   * asked for more, while the buffer is over its mark. Completes when the source has completed and its bytes have been handed to the
   * operating system; sends no EOF. Fails with the source's error (the connection is aborted), or when the connection is lost.
   * Hot: it begins at once. Cancelling the future unsubscribes from the source.
   */
  send(source: ObservableInput<Bytes>): Future<void>;
  /**
   * Lets a protocol answer: what comes in goes through `protocol`, what it emits is written. When its output completes, EOF is sent,
   * and the connection closes once the input has ended too or is not wanted any more. An error aborts the connection. Reading stops
   * while the peer does not take the answers.
   */
  through(protocol: OperatorFunction<Buffer, Bytes>): Future<void>;
}

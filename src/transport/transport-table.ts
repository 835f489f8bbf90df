/**
 * The life of a transport, as data: what each method does in each state. Tests and a page of the documentation are made from it.
 *
 *     open ──writeEof──► shut
 *       │                 │
 *       └──close──┬──close┘          abort, a loss: from every state straight to closing, with the buffer dropped
 *                 ▼
 *              closing ──`lost` dispatched──► lost
 */
export type TransportState = 'open' | 'shut' | 'closing' | 'lost';

/**
 * - `does`: takes effect.
 * - `ignored`: returns without effect, as asyncio's does.
 * - `refused`: throws a `UsageError`.
 * - `fails`: returns a future that fails with a `ConnectionError`; a peer may go at any time, which is no misuse.
 */
export type Effect = 'does' | 'ignored' | 'refused' | 'fails';

/** What a state means, for readers. */
export const TRANSPORT_STATES: Readonly<Record<TransportState, string>> = {
  open: 'both directions are open, or the peer has sent EOF and somebody holds the connection open',
  shut: '`writeEof()` was called: nothing can be written any more, reading goes on',
  closing: '`close()`, `abort()` or a loss: reading has stopped, what was written before a `close()` is still sent',
  lost: '`lost` was dispatched',
};

/** The methods whose effect depends on the state, or that might be thought to. */
export type TransportMethod =
  | 'write'
  | 'writeLines'
  | 'writeEof'
  | 'send'
  | 'through'
  | 'close'
  | 'abort'
  | 'holdOpen'
  | 'unread'
  | 'pauseReading'
  | 'resumeReading'
  | 'setWriteBufferLimits'
  | 'setProtocol';

type Row = Readonly<Record<TransportState, Effect>>;

const always: Row = { open: 'does', shut: 'does', closing: 'does', lost: 'does' };
const untilClosing: Row = { open: 'does', shut: 'does', closing: 'ignored', lost: 'ignored' };
const writes: Row = { open: 'does', shut: 'refused', closing: 'ignored', lost: 'ignored' };
const sends: Row = { open: 'does', shut: 'refused', closing: 'fails', lost: 'fails' };

/** Methods that are not listed (getters, `closed`, the observables) work in every state. */
export const TRANSPORT_TABLE: Readonly<Record<TransportMethod, Row>> = {
  write: writes,
  writeLines: writes,
  writeEof: { open: 'does', shut: 'ignored', closing: 'ignored', lost: 'ignored' },
  send: sends,
  through: sends,
  close: untilClosing,
  abort: { open: 'does', shut: 'does', closing: 'does', lost: 'ignored' },
  holdOpen: untilClosing,
  unread: untilClosing,
  pauseReading: untilClosing,
  resumeReading: untilClosing,
  setWriteBufferLimits: always,
  setProtocol: always,
};

/** What `method` does in `state`. */
export function effectOf(method: TransportMethod, state: TransportState): Effect {
  return TRANSPORT_TABLE[method][state];
}

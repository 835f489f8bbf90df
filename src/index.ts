import { provideDefaultLoop } from './loop/current-loop.ts';
import { NodeEventLoop } from './node/node-event-loop.ts';

export type { Codec, Decoder, Emit } from './codec/codec.ts';
export type { DirectEncoder } from './codec/direct-encoder.ts';
export { type LengthPrefixedOptions, lengthPrefixed } from './codec/length-prefixed.ts';
export { type LinesOptions, lines } from './codec/lines.ts';
export { decode, encode, framed } from './codec/operators.ts';
export { connect } from './endpoint/connect.ts';
export type { ConnectOptions } from './endpoint/connect-options.ts';
export { listen } from './endpoint/listen.ts';
export type { ListenOptions } from './endpoint/listen-options.ts';
export {
  asError,
  CancelledError,
  ConnectionError,
  InvalidStateError,
  isCancelled,
  LimitError,
  NotSupportedError,
  ProtocolError,
  RxductError,
  TimeoutError,
  UsageError,
} from './errors.ts';
export { Flow, type FlowSource } from './flow/flow.ts';
export type { Guard } from './flow/guarded-observable.ts';
export { type MapAsyncOptions, mapAsync } from './flow/map-async.ts';
export { Valve } from './flow/valve.ts';
export { collectValves } from './flow/valve-collector.ts';
export { ValveGroup } from './flow/valve-group.ts';
export { type DoneCallback, Future } from './futures/future.ts';
export { Operation } from './futures/operation.ts';
export { type Address, formatAddress, type InternetAddress, type PathAddress } from './loop/address.ts';
export type { Bytes } from './loop/bytes.ts';
export type { Alarm, Clock } from './loop/clock.ts';
export { getEventLoop, newEventLoop, setEventLoop } from './loop/current-loop.ts';
export { EventLoop, type EventLoopOptions, type ExceptionHandler } from './loop/event-loop.ts';
export type { ExceptionContext } from './loop/exception-context.ts';
export { type Callback, Handle } from './loop/handle.ts';
export type {
  ConnectTarget,
  ExtraInfo,
  ListenHandle,
  ListenListener,
  ListenTarget,
  Network,
  SocketHandle,
  SocketListener,
  SocketOptions,
  Withdraw,
} from './loop/network.ts';
export { TimerHandle } from './loop/timer-handle.ts';
export { NodeEventLoop, type NodeEventLoopOptions } from './node/node-event-loop.ts';
export { Server, type ShutdownReport } from './transport/server.ts';
export { createTransport } from './transport/stream-transport.ts';
export type { Transport, TransportEvent } from './transport/transport.ts';
export type { TransportOptions } from './transport/transport-options.ts';
export {
  type Effect,
  effectOf,
  TRANSPORT_STATES,
  TRANSPORT_TABLE,
  type TransportMethod,
  type TransportState,
} from './transport/transport-table.ts';
export type { WriteBufferLimits } from './transport/watermarks.ts';

// Lazy: nothing is made until somebody asks for a loop.
provideDefaultLoop(() => new NodeEventLoop());

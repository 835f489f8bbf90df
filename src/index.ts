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
  BrokenBarrierError,
  CancelledError,
  ConnectionError,
  InvalidStateError,
  isCancelled,
  LimitError,
  NotSupportedError,
  ProtocolError,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  RxductError,
  TaskGroupError,
  TimeoutError,
  UsageError,
} from './errors.ts';
export { Flow, type FlowSource } from './flow/flow.ts';
export type { Guard } from './flow/guarded-observable.ts';
export { type MapAsyncOptions, mapAsync } from './flow/map-async.ts';
export { Valve } from './flow/valve.ts';
export { collectValves } from './flow/valve-collector.ts';
export { ValveGroup } from './flow/valve-group.ts';
export { AsCompleted, asCompleted } from './futures/as-completed.ts';
export { Coroutine, coroutine } from './futures/coroutine.ts';
export { createTask, type TaskSource } from './futures/create-task.ts';
export { type Awaitable, ensureFuture } from './futures/ensure-future.ts';
export { type DoneCallback, Future } from './futures/future.ts';
export { gather, type Outcomes, type Results } from './futures/gather.ts';
export { Operation } from './futures/operation.ts';
export { type Main, Runner, type RunOptions, run } from './futures/runner.ts';
export { shield } from './futures/shield.ts';
export { sleep } from './futures/sleep.ts';
export type { Body } from './futures/suspension.ts';
export { Task, type TaskOptions } from './futures/task.ts';
export { TaskGroup, taskGroup } from './futures/task-group.ts';
export { allTasks, currentTask } from './futures/tasks.ts';
export { Timeout, timeout, timeoutAt } from './futures/timeout.ts';
export { until } from './futures/until.ts';
export { type ReturnWhen, type WaitOptions, type WaitResult, wait } from './futures/wait.ts';
export { waitFor } from './futures/wait-for.ts';
export { type WrapOptions, wrapFuture } from './futures/wrap-future.ts';
export { type Address, formatAddress, type InternetAddress, type PathAddress } from './loop/address.ts';
export type { Bytes } from './loop/bytes.ts';
export type { Alarm, Clock } from './loop/clock.ts';
export { getEventLoop, getRunningLoop, newEventLoop, setEventLoop } from './loop/current-loop.ts';
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
export { Barrier } from './sync/barrier.ts';
export { Condition } from './sync/condition.ts';
export { Event } from './sync/event.ts';
export { Lock } from './sync/lock.ts';
export { type Compare, LifoQueue, PriorityQueue } from './sync/other-queues.ts';
export { type ItemStore, Queue } from './sync/queue.ts';
export { BoundedSemaphore, Semaphore } from './sync/semaphore.ts';
export type { Block } from './sync/use.ts';
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
export { VirtualEventLoop } from './virtual/virtual-event-loop.ts';

// Lazy: nothing is made until somebody asks for a loop.
provideDefaultLoop(() => new NodeEventLoop());

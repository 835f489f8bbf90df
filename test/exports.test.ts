import { expect, test } from '@jest/globals';
import * as rxduct from 'rxduct';
import * as protocol from 'rxduct/protocol';

// Written by hand: whoever adds a name to the public face, or takes one away, says so here as well.

test('rxduct exports these values', () => {
  expect(Object.keys(rxduct).sort()).toEqual([
    'AsCompleted',
    'Barrier',
    'BoundedSemaphore',
    'BrokenBarrierError',
    'CancelledError',
    'Condition',
    'ConnectionError',
    'Coroutine',
    'Event',
    'EventLoop',
    'Flow',
    'Future',
    'Handle',
    'InvalidStateError',
    'LifoQueue',
    'LimitError',
    'Lock',
    'NodeEventLoop',
    'NotSupportedError',
    'Operation',
    'PriorityQueue',
    'ProtocolError',
    'Queue',
    'QueueEmpty',
    'QueueFull',
    'QueueShutDown',
    'Runner',
    'RxductError',
    'Semaphore',
    'Server',
    'TRANSPORT_STATES',
    'TRANSPORT_TABLE',
    'Task',
    'TaskGroup',
    'TaskGroupError',
    'Timeout',
    'TimeoutError',
    'TimerHandle',
    'UsageError',
    'Valve',
    'ValveGroup',
    'VirtualEventLoop',
    'allTasks',
    'asCompleted',
    'asError',
    'collectValves',
    'connect',
    'coroutine',
    'createTask',
    'createTransport',
    'currentTask',
    'decode',
    'effectOf',
    'encode',
    'ensureFuture',
    'formatAddress',
    'framed',
    'gather',
    'getEventLoop',
    'getRunningLoop',
    'isCancelled',
    'lengthPrefixed',
    'lines',
    'listen',
    'mapAsync',
    'newEventLoop',
    'run',
    'setEventLoop',
    'shield',
    'sleep',
    'taskGroup',
    'timeout',
    'timeoutAt',
    'until',
    'wait',
    'waitFor',
    'wrapFuture',
  ]);
});

test('rxduct/protocol exports these values', () => {
  expect(Object.keys(protocol).sort()).toEqual([
    'BufferedProtocol',
    'Protocol',
    'asOperator',
    'asProtocol',
    'createConnection',
    'createServer',
    'driveProtocol',
  ]);
});

test('nothing that is exported is undefined', () => {
  const values = [...Object.entries(rxduct), ...Object.entries(protocol)];
  expect(values.filter(([, value]) => value === undefined)).toEqual([]);
});

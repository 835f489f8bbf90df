import { expect, test } from '@jest/globals';
import * as rxduct from 'rxduct';
import * as protocol from 'rxduct/protocol';

// Written by hand: whoever adds a name to the public face, or takes one away, says so here as well.

test('rxduct exports these values', () => {
  expect(Object.keys(rxduct).sort()).toEqual([
    'CancelledError',
    'ConnectionError',
    'EventLoop',
    'Flow',
    'Future',
    'Handle',
    'InvalidStateError',
    'LimitError',
    'NodeEventLoop',
    'NotSupportedError',
    'Operation',
    'ProtocolError',
    'RxductError',
    'Server',
    'TRANSPORT_STATES',
    'TRANSPORT_TABLE',
    'TimeoutError',
    'TimerHandle',
    'UsageError',
    'Valve',
    'ValveGroup',
    'asError',
    'collectValves',
    'connect',
    'createTransport',
    'decode',
    'effectOf',
    'encode',
    'formatAddress',
    'framed',
    'getEventLoop',
    'isCancelled',
    'lengthPrefixed',
    'lines',
    'listen',
    'mapAsync',
    'newEventLoop',
    'setEventLoop',
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

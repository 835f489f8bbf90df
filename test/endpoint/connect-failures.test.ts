import { describe, expect, test } from '@jest/globals';
import { ConnectionError, type ConnectOptions } from 'rxduct';
import { FakeHandle } from '../support/fake-handle.ts';
import { systemError } from '../support/fake-network.ts';
import { refused, start } from './connecting.ts';

describe('a connection that fails', () => {
  test('errors with the error of the name server', () => {
    const { network, subscribe, errors } = start();
    subscribe();
    const error = systemError('ENOTFOUND');
    network.lookup.fail(error);
    expect(errors).toEqual([error]);
  });

  test('errors if the name has no address at all', () => {
    const { network, subscribe, errors } = start();
    subscribe();
    network.lookup.succeed();
    expect(errors).toEqual([expect.objectContaining({ code: 'ENOTFOUND' })]);
    expect(errors[0]).toBeInstanceOf(ConnectionError);
  });

  test('errors if the name has no address of the wanted family', () => {
    const { network, subscribe, errors } = start({ family: 6 });
    subscribe();
    expect(network.lookup.family).toBe(6);
    network.lookup.succeed('10.0.0.1');
    expect(errors).toEqual([expect.objectContaining({ code: 'ENOTFOUND' })]);
  });

  test('errors with the only failure as it is', () => {
    const { network, subscribe, errors } = start();
    subscribe();
    network.lookup.succeed('10.0.0.1');
    const error = refused();
    network.attempt.fail(error);
    expect(errors).toEqual([error]);
  });

  test('tries every address first', () => {
    const { network, subscribe, seen } = start();
    subscribe();
    network.lookup.succeed('10.0.0.1', '10.0.0.2', '10.0.0.3');
    network.attempt.fail(refused());
    network.attempt.fail(refused());
    expect(seen).toEqual([]);
    network.attempt.succeed(new FakeHandle());
    expect(seen).toHaveLength(1);
    expect(network.attempts.map(({ target }) => target.address.host)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  });

  test('errors with the first of several failures that read the same', () => {
    const { network, subscribe, errors } = start();
    subscribe();
    network.lookup.succeed('10.0.0.1', '10.0.0.2');
    const first = refused('alike');
    network.attempt.fail(first);
    network.attempt.fail(refused('alike'));
    expect(errors).toEqual([first]);
  });

  test('errors with a summary of several that differ', () => {
    const { network, subscribe, errors } = start();
    subscribe();
    network.lookup.succeed('10.0.0.1', '10.0.0.2');
    const failures = [refused('one'), systemError('EHOSTUNREACH', 'unreachable')] as const;
    for (const failure of failures) network.attempt.fail(failure);
    expect(errors[0]).toBeInstanceOf(ConnectionError);
    expect(errors[0]).toMatchObject({ code: 'ECONNREFUSED', errors: failures });
  });

  test('errors with all of them under allErrors', () => {
    const { network, subscribe, errors } = start({ allErrors: true });
    subscribe();
    network.lookup.succeed('10.0.0.1', '10.0.0.2');
    const failures = [refused('alike'), refused('alike')] as const;
    for (const failure of failures) network.attempt.fail(failure);
    expect(errors[0]).toBeInstanceOf(AggregateError);
    expect(errors[0]).toMatchObject({ errors: failures });
  });

  test('does not end the process if nobody handles it: the exception handler is told', () => {
    const { network, connection, loop } = start();
    connection.subscribe();
    const error = systemError('ENOTFOUND');
    network.lookup.fail(error);
    expect(loop.reports.map(({ exception }) => exception)).toEqual([error]);
  });
});

describe('the order of addresses', () => {
  const order = (options: Partial<ConnectOptions>): string[] => {
    const { network, subscribe } = start(options);
    subscribe();
    network.lookup.succeed('::1', '::2', '::3', '10.0.0.1', '10.0.0.2');
    const tried: string[] = [];
    for (let i = 0; i < 5; i++) {
      tried.push(network.attempt.target.address.host);
      network.attempt.fail(refused());
    }
    return tried;
  };

  test('is that of the name server', () => {
    expect(order({})).toEqual(['::1', '::2', '::3', '10.0.0.1', '10.0.0.2']);
  });

  test('alternates under interleave', () => {
    expect(order({ interleave: 1 })).toEqual(['::1', '10.0.0.1', '::2', '10.0.0.2', '::3']);
    expect(order({ interleave: 2 })).toEqual(['::1', '::2', '10.0.0.1', '::3', '10.0.0.2']);
  });

  test('alternates under happyEyeballsDelay, unless interleave says otherwise', () => {
    expect(order({ happyEyeballsDelay: 250 })).toEqual(['::1', '10.0.0.1', '::2', '10.0.0.2', '::3']);
    expect(order({ happyEyeballsDelay: 250, interleave: 0 })[1]).toBe('::2');
  });
});

describe('options that make no sense', () => {
  test.each<[string, Partial<ConnectOptions>, string]>([
    ['neither a port nor a socket', { port: undefined }, 'TypeError'],
    ['a socket and a port', { socket: {} }, 'TypeError'],
    ['a port that is no number', { port: '80' as unknown as number }, 'TypeError'],
    ['a port out of range', { port: 65_536 }, 'RangeError'],
    ['a port that is no whole number', { port: 1.5 }, 'RangeError'],
    ['servername without tls', { servername: 'name' }, 'TypeError'],
    ['tls, which is not built yet', { tls: true }, 'NotSupportedError'],
    ['a negative time-out', { connectTimeout: -1 }, 'RangeError'],
    ['a time-out that is NaN', { closeTimeout: Number.NaN }, 'RangeError'],
  ])('%s: an error of the subscription', (_what, options, name) => {
    const { network, subscribe, errors } = start(options);
    subscribe();
    expect(errors).toEqual([expect.objectContaining({ name })]);
    expect(network.lookups).toEqual([]);
  });
});

import { NotSupportedError } from '../errors.ts';
import type { ListenHandle, Network, SocketHandle, Withdraw } from '../loop/network.ts';

/** The network of a loop that has none: every request fails, and says so. */
export class NoNetwork implements Network {
  resolve(
    _host: string,
    _options: object,
    callback: (error: Error | null, addresses: readonly { host: string; family: 4 | 6 }[]) => void,
  ): Withdraw {
    return fail((error) => callback(error, []));
  }

  connect(_target: object, callback: (error: Error | null, handle: SocketHandle | null) => void): Withdraw {
    return fail((error) => callback(error, null));
  }

  listen(
    _target: object,
    _listener: object,
    callback: (error: Error | null, handle: ListenHandle | null) => void,
  ): Withdraw {
    return fail((error) => callback(error, null));
  }

  adopt(): never {
    throw noNetwork();
  }
}

function fail(callback: (error: Error) => void): Withdraw {
  callback(noNetwork());
  return () => {};
}

function noNetwork(): NotSupportedError {
  return new NotSupportedError('a virtual event loop has no network as yet');
}

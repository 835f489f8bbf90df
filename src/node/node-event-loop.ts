import { config } from 'rxjs';
import { EventLoop } from '../loop/event-loop.ts';
import { NodeClock } from './node-clock.ts';
import { NodeNetwork } from './node-network.ts';

/** How a NodeEventLoop starts. */
export interface NodeEventLoopOptions {
  /** Debug mode. @default the environment variable RXDUCT_DEBUG is set and not 0 */
  debug?: boolean;
}

/**
 * The event loop on Node's own: real time, real sockets.
 *
 * It keeps the process alive exactly as long as there is work: a callback, a timer that is not cancelled, a socket. An RxJS error
 * that nobody handles goes to this loop's exception handler instead of ending the process, unless `config.onUnhandledError`
 * has been set before.
 */
export class NodeEventLoop extends EventLoop {
  constructor(options: NodeEventLoopOptions = {}) {
    super({
      clock: new NodeClock(),
      network: new NodeNetwork(),
      debug: options.debug ?? !['', '0'].includes(process.env['RXDUCT_DEBUG'] ?? ''),
      warn: (message) => process.emitWarning(message, { type: 'RxductWarning' }),
    });
    config.onUnhandledError ??= (exception) =>
      this.callExceptionHandler({ message: 'an RxJS error that no subscriber handled', exception });
  }

  override onInterrupt(callback: () => void): () => void {
    process.on('SIGINT', callback);
    return () => process.off('SIGINT', callback);
  }
}

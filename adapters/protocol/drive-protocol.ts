import { asError, type Transport, type TransportEvent, UsageError } from '../../src/index.ts';
import { type BufferedProtocol, isBuffered, type Protocol, type StreamProtocol } from './protocol.ts';

/** Puts `protocol` into the transport's slot and has the events call whatever stands there from now on. */
export function driveProtocol(transport: Transport, protocol: StreamProtocol): void {
  transport.setProtocol(protocol);
  transport.events.subscribe(new ProtocolDriver(transport));
}

/**
 * Events to callbacks. The protocol is looked up for every event, so that `setProtocol` counts from the very next one.
 *
 * What `dataReceived`, `eofReceived`, `getBuffer` and `bufferUpdated` throw is fatal: the exception handler is told, and
 * `connectionLost` gets it. What the other callbacks throw goes to the exception handler only.
 */
class ProtocolDriver {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  next(event: TransportEvent): void {
    const protocol = this.#transport.getProtocol() as StreamProtocol;
    switch (event.type) {
      case 'data':
        this.#receive(protocol, event.data);
        break;
      case 'eof':
        this.#receiveEof(protocol);
        break;
      case 'connection':
        this.#call('connectionMade', protocol, () => protocol.connectionMade(this.#transport));
        break;
      case 'pause':
        this.#call('pauseWriting', protocol, () => protocol.pauseWriting());
        break;
      case 'resume':
        this.#call('resumeWriting', protocol, () => protocol.resumeWriting());
        break;
      case 'lost':
        this.#call('connectionLost', protocol, () => protocol.connectionLost(event.error));
        break;
    }
  }

  #receive(protocol: StreamProtocol, data: Buffer): void {
    if (isBuffered(protocol)) {
      this.#fill(data);
      return;
    }
    try {
      protocol.dataReceived(data);
    } catch (error) {
      this.#fail('dataReceived', protocol, error);
    }
  }

  /** Hands data out in portions of the protocol's buffers; what it does not want any more is given back to the transport. */
  #fill(data: Buffer): void {
    const transport = this.#transport;
    let offset = 0;
    while (offset < data.length) {
      const protocol = transport.getProtocol() as StreamProtocol;
      if (!isBuffered(protocol)) {
        this.#receive(protocol, data.subarray(offset));
        return;
      }
      try {
        offset += this.#fillOnce(protocol, data.subarray(offset));
      } catch (error) {
        transport.unread(data.subarray(offset));
        this.#fail('getBuffer or bufferUpdated', protocol, error);
        return;
      }
      if (!transport.isReading()) {
        transport.unread(data.subarray(offset));
        return;
      }
    }
  }

  #fillOnce(protocol: BufferedProtocol, data: Buffer): number {
    const buffer = protocol.getBuffer(data.length);
    if (buffer.length === 0) throw new UsageError('getBuffer returned an empty buffer; there is data to put into it');
    const size = data.copy(buffer);
    protocol.bufferUpdated(size);
    return size;
  }

  #receiveEof(protocol: Protocol | BufferedProtocol): void {
    try {
      // Never released: the protocol closes by itself, as in asyncio.
      if (protocol.eofReceived()) this.#transport.holdOpen();
    } catch (error) {
      this.#fail('eofReceived', protocol, error);
    }
  }

  #call(name: string, protocol: StreamProtocol, callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#report(`${name}() failed`, protocol, error);
    }
  }

  #fail(name: string, protocol: StreamProtocol, error: unknown): void {
    this.#report(`Fatal error: ${name}() failed`, protocol, error);
    this.#transport.abort(asError(error));
  }

  #report(message: string, protocol: StreamProtocol, exception: unknown): void {
    const transport = this.#transport;
    transport.loop.callExceptionHandler({ message, exception, transport, protocol });
  }
}

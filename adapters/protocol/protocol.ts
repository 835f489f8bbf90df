import type { Transport } from '../../src/index.ts';

/**
 * What every protocol of a stream of bytes has: the beginning, the end, and flow control.
 *
 * All methods do nothing; override what you need. They are called by the loop, never concurrently:
 * `connectionMade`, then any number of others, then `connectionLost`, the first and the last exactly once.
 */
abstract class BaseProtocol {
  /** The connection is there. What this throws goes to the exception handler; the connection goes on. */
  connectionMade(_transport: Transport): void {}

  /**
   * The connection is gone; `null`: closed by us or by the peer. What this throws goes to the exception handler.
   */
  connectionLost(_error: Error | null): void {}

  /** The peer will send no more. True keeps the connection open for writing; anything else closes it. */
  // biome-ignore lint/suspicious/noConfusingVoidType: an override may return nothing, as in Python.
  eofReceived(): boolean | void {}

  /** The write buffer is over its high-water mark: stop writing. Called inside of `write`. */
  pauseWriting(): void {}

  /** The write buffer is at or below its low-water mark: go on. */
  resumeWriting(): void {}
}

/**
 * A protocol of a stream of bytes, as `asyncio.Protocol`.
 *
 * ```ts
 * class Echo extends Protocol {
 *   #transport!: Transport;
 *   override connectionMade(transport: Transport) { this.#transport = transport; }
 *   override dataReceived(data: Buffer) { this.#transport.write(data); }
 * }
 * await createServer(() => new Echo(), { port: 8888 });
 * ```
 */
export class Protocol extends BaseProtocol {
  /** Bytes have come; how they are cut into chunks means nothing. What this throws aborts the connection. */
  dataReceived(_data: Buffer): void {}
}

/**
 * A protocol that has the bytes put into memory of its own, as `asyncio.BufferedProtocol`.
 *
 * Difference: the bytes are copied there from the chunk that was read, so that this saves no copy as yet.
 */
export abstract class BufferedProtocol extends BaseProtocol {
  /** Where the next bytes are to go; `sizeHint` of them are there. An empty buffer is a fatal error. */
  abstract getBuffer(sizeHint: number): Uint8Array;

  /** `size` bytes have been put at the start of the buffer. */
  abstract bufferUpdated(size: number): void;
}

/** Either kind of protocol of a stream. */
export type StreamProtocol = Protocol | BufferedProtocol;

/** Whether a protocol wants the bytes in its own memory. */
export function isBuffered(protocol: object): protocol is BufferedProtocol {
  return typeof (protocol as Partial<BufferedProtocol>).getBuffer === 'function';
}

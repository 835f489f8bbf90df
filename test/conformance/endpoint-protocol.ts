// The two protocols under test. They only pass on what happens; the player of the script logs it and reacts.
import type { Transport } from 'rxduct';
import { BufferedProtocol, Protocol } from 'rxduct/protocol';
import type { Player } from './player.ts';

export class StreamEndpoint extends Protocol {
  readonly player: Player;

  constructor(player: Player) {
    super();
    this.player = player;
  }

  override connectionMade(transport: Transport): void {
    this.player.connectionMade(transport);
  }

  override dataReceived(data: Buffer): void {
    this.player.dataReceived(data);
  }

  override eofReceived(): boolean {
    return this.player.happened('eof_received') === true;
  }

  override pauseWriting(): void {
    this.player.happened('pause_writing');
  }

  override resumeWriting(): void {
    this.player.happened('resume_writing');
  }

  override connectionLost(error: Error | null): void {
    this.player.connectionLost(error);
  }
}

/** Has one buffer, which it lends out again and again. */
export class BufferedEndpoint extends BufferedProtocol {
  readonly player: Player;
  readonly #buffer: Buffer;

  constructor(player: Player, bufsize: number) {
    super();
    this.player = player;
    this.#buffer = Buffer.alloc(bufsize);
  }

  override connectionMade(transport: Transport): void {
    this.player.connectionMade(transport);
  }

  override getBuffer(): Uint8Array {
    this.player.react('get_buffer');
    return this.#buffer;
  }

  override bufferUpdated(length: number): void {
    this.player.dataReceived(this.#buffer.subarray(0, length));
  }

  override eofReceived(): boolean {
    return this.player.happened('eof_received') === true;
  }

  override pauseWriting(): void {
    this.player.happened('pause_writing');
  }

  override resumeWriting(): void {
    this.player.happened('resume_writing');
  }

  override connectionLost(error: Error | null): void {
    this.player.connectionLost(error);
  }
}

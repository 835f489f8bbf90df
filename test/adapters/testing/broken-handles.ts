// Faults of socket handles, which the transport above them cannot make good.
import { MemoryHandle } from '../../support/memory-handle.ts';

/** Loses the third chunk. */
export class LossyHandle extends MemoryHandle {
  #chunks = 0;

  protected override store(data: Uint8Array): void {
    if (++this.#chunks !== 3) super.store(data);
  }
}

/** Lets a chunk overtake the one before it. */
export class DisorderlyHandle extends MemoryHandle {
  protected override store(data: Uint8Array): void {
    super.store(data);
    if (this.inbox.length === 2) this.inbox.reverse();
  }
}

/** Says that bytes were taken, and goes on reading them from the writer's memory. */
export class BorrowingHandle extends MemoryHandle {
  protected override store(data: Uint8Array): void {
    this.inbox.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  }
}

/** Takes everything, however much waits. */
export class BottomlessHandle extends MemoryHandle {
  override take(data: Uint8Array): boolean {
    this.store(data);
    if (this.reading) this.startReading();
    return true;
  }
}

/** Cannot stop. */
export class DeafHandle extends MemoryHandle {
  override stopReading(): void {}
}

/** Resets where it should linger. */
export class HastyHandle extends MemoryHandle {
  override linger(): void {
    this.reset();
  }
}

/** Forgets to say that it can take more. */
export class ForgetfulHandle extends MemoryHandle {
  protected override relieve(): void {}
}

import { Observable, type Subscriber, type Unsubscribable } from 'rxjs';
import { Outgoing, type OutgoingTarget } from './outgoing.ts';

/**
 * A protocol that answers: its output on the way into the transport it reads from. `Transport.through`.
 *
 * When the output completes, EOF is sent; the connection closes once nobody reads the input any more either.
 */
export class Through extends Outgoing {
  readonly input: Observable<Buffer>;
  #readers = 0;
  #ended = false;

  constructor(target: OutgoingTarget) {
    super(target);
    this.input = new ThroughInput(this);
  }

  override handleComplete(): void {
    super.handleComplete();
    this.#ended = true;
    if (this.target.canWriteEof()) this.target.writeEof();
    else this.target.close();
    this.#closeIfOver();
  }

  addReader(subscriber: Subscriber<Buffer>): void {
    this.#readers++;
    // The subscriber itself is handed on, so that a chunk passes nothing here on its way; only coming and going is counted.
    this.target.data.subscribe(subscriber);
  }

  removeReader(): void {
    this.#readers--;
    this.#closeIfOver();
  }

  #closeIfOver(): void {
    if (this.#ended && this.#readers === 0) this.target.close();
  }
}

/** The transport's data, with its readers counted. Serves as the teardown of each of them, too. */
class ThroughInput extends Observable<Buffer> implements Unsubscribable {
  readonly through: Through;

  constructor(through: Through) {
    super(subscribeToInput);
    this.through = through;
  }

  unsubscribe(): void {
    this.through.removeReader();
  }
}

function subscribeToInput(this: Observable<Buffer>, subscriber: Subscriber<Buffer>): Unsubscribable {
  const input = this as ThroughInput;
  input.through.addReader(subscriber);
  return input;
}

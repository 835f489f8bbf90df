import type { OperatorFunction, Subscriber, Subscription } from 'rxjs';
import { asError, type Bytes, collectValves, Flow, type Transport, Valve, ValveGroup } from '../../src/index.ts';
import { Protocol } from './protocol.ts';

/**
 * A protocol operator as a classic protocol, one for each connection: `createServer(() => asProtocol(echo), { port })`.
 *
 * What is received goes in, what comes out is written. The peer's EOF completes the input; completion of the output sends
 * EOF, and closes once the input has ended or is not wanted any more; an error aborts. Flow control works both ways. The
 * opposite of `asOperator`.
 */
export function asProtocol(operator: OperatorFunction<Buffer, Bytes>): Protocol {
  return new OperatorProtocol(operator);
}

class OperatorProtocol extends Protocol {
  readonly #operator: OperatorFunction<Buffer, Bytes>;
  readonly #outputValves = new ValveGroup();
  #transport: Transport | null = null;
  #input: Subscriber<Buffer> | null = null;
  #output: Subscription | null = null;
  #inputOver = false;
  #outputOver = false;

  constructor(operator: OperatorFunction<Buffer, Bytes>) {
    super();
    this.#operator = operator;
  }

  override connectionMade(transport: Transport): void {
    this.#transport = transport;
    const valve = new Valve((held) => (held ? transport.pauseReading() : transport.resumeReading()));
    const from = { valve, handleUncaught: (error: unknown) => this.#fail(error) };
    const input = new Flow<Buffer>(from, (subscriber) => {
      this.#input = subscriber;
      return () => this.#endInput();
    });
    const [output, valves] = collectValves(() =>
      this.#operator(input).subscribe({
        next: (bytes) => this.#write(transport, bytes),
        error: (error) => this.#fail(error),
        complete: () => this.#endOutput(transport),
      }),
    );
    this.#output = output;
    this.#outputValves.setValves(valves);
  }

  override dataReceived(data: Buffer): void {
    this.#input?.next(data);
  }

  override eofReceived(): boolean {
    this.#input?.complete();
    return !this.#outputOver;
  }

  override pauseWriting(): void {
    this.#outputValves.hold();
  }

  override resumeWriting(): void {
    this.#outputValves.release();
  }

  override connectionLost(error: Error | null): void {
    if (error === null) this.#input?.complete();
    else this.#input?.error(error);
    this.#output?.unsubscribe();
    this.#outputValves.release();
  }

  #write(transport: Transport, bytes: Bytes): void {
    try {
      transport.write(bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  #endInput(): void {
    this.#input = null;
    this.#inputOver = true;
    if (this.#outputOver) this.#transport?.close();
  }

  #endOutput(transport: Transport): void {
    this.#outputOver = true;
    if (this.#inputOver || !transport.canWriteEof()) transport.close();
    else transport.writeEof();
  }

  #fail(error: unknown): void {
    const transport = this.#transport;
    // The loss comes through the operator as the error of its input; whoever watches the connection knows already.
    if (transport === null || transport.isClosing()) return;
    transport.loop.callExceptionHandler({
      message: 'the operator of a protocol failed; its connection is aborted',
      exception: error,
      transport,
      protocol: this,
    });
    transport.abort(asError(error));
  }
}

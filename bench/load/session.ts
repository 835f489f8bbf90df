import { setImmediate as nextTurn } from 'node:timers/promises';
import { RandomStream } from '../random.ts';
import type { Scenario } from '../scenarios.ts';
import { makeBatch } from './batch.ts';
import { Lane } from './lane.ts';

const CHECKED_BATCHES = 4;

/** The connections to one server, held over all rounds, so that accepting them is no part of a measurement. */
export class Session {
  readonly #lanes: readonly Lane[];
  readonly #scenario: Scenario;
  readonly #random: RandomStream;
  readonly #batches: readonly Buffer[];

  private constructor(lanes: readonly Lane[], scenario: Scenario, seed: number) {
    this.#lanes = lanes;
    this.#scenario = scenario;
    this.#random = new RandomStream(seed);
    this.#batches = lanes.map(() => makeBatch(scenario, this.#random));
  }

  static async open(port: number, connections: number, scenario: Scenario, seed: number): Promise<Session> {
    const lanes = Array.from({ length: connections }, () => new Lane(port));
    await Promise.all(lanes.map((lane) => lane.opened));
    return new Session(lanes, scenario, seed);
  }

  /** Sends `batches` batches in all, one in flight on each connection, until each of them was answered. */
  run(batches: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let toSend = batches;
      let toCome = batches;
      const send = (lane: Lane, batch: Buffer): void => {
        if (toSend === 0) return;
        toSend--;
        lane.expect(batch.length);
        lane.socket.write(batch);
      };
      this.#lanes.forEach((lane, index) => {
        const batch = this.#batches[index] ?? Buffer.alloc(0);
        const answered = (): void => {
          if (--toCome === 0) resolve();
          else send(lane, batch);
        };
        lane.listen(answered, reject);
        send(lane, batch);
      });
    });
  }

  /** Compares every byte that comes back; fresh random bytes for each message of each connection. */
  async check(): Promise<void> {
    for (let i = 0; i < CHECKED_BATCHES; i++) {
      await Promise.all(this.#lanes.map((lane) => this.#checkOnce(lane, i > 0)));
    }
  }

  close(): void {
    for (const lane of this.#lanes) {
      lane.listen(
        () => {},
        () => {},
      );
      lane.socket.destroy();
    }
  }

  #checkOnce(lane: Lane, inPieces: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const batch = makeBatch(this.#scenario, this.#random);
      lane.listen(resolve, reject);
      lane.expectExactly(batch);
      if (inPieces) this.#sendInPieces(lane, batch).catch(reject);
      else lane.socket.write(batch);
    });
  }

  /** Cut at random places, headers included, so that a server that mishandles partial frames is found out. */
  async #sendInPieces(lane: Lane, batch: Buffer): Promise<void> {
    for (let at = 0; at < batch.length; ) {
      const end = Math.min(batch.length, at + 1 + this.#random.below(Math.ceil(batch.length / 4)));
      lane.socket.write(batch.subarray(at, end));
      at = end;
      await nextTurn();
    }
  }
}

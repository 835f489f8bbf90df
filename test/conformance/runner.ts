// Runs one scenario: the endpoint in this thread, its peer in another.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Difference, findDifference, type Observed } from './compare.ts';
import { Endpoint } from './endpoint.ts';
import { KINDS } from './kinds.ts';
import type { PeerRun, PeerThread } from './peer/peer-thread.ts';
import type { Scenario } from './scenario.ts';
import { within } from './within.ts';

/** A scenario that takes longer has failed. */
const LIMIT = 8000;
const CLEANUP_LIMIT = 2000;
/** How long after its last event a scenario may still say something wrong. */
const SETTLE = 40;

export interface Outcome {
  readonly observed: Observed;
  /** What kept the scenario from its end. */
  readonly problem: string | null;
  readonly difference: Difference | null;
}

export const hasPassed = ({ problem, difference }: Outcome): boolean => problem === null && difference === null;

export const runScenario = async (scenario: Scenario, thread: PeerThread): Promise<Outcome> => {
  const kind = KINDS[scenario.transport];
  if (kind === undefined) throw new Error(`${scenario.name}: cannot set up ${scenario.transport}`);
  let peer: PeerRun | undefined;
  const endpoint = new Endpoint(scenario, kind.creation(scenario), (name) => peer?.notify(name));
  const problems: string[] = [];
  const note = (error: unknown): void => {
    problems.push((error as Error).message);
  };

  const play = async (): Promise<void> => {
    peer = await thread.begin(scenario.peer, kind.peerListens(scenario), endpoint);
    await Promise.all([kind.start(endpoint, peer), peer.finished]);
    await endpoint.idle();
    await sleep(scenario.options.settle_ms ?? SETTLE);
  };

  await within(LIMIT, 'the scenario', play()).catch(note);
  // Before the clean-up, which makes events of its own.
  const observed = { trace: endpoint.trace.lines(), peerTrace: [...(peer?.lines ?? [])] };
  await within(CLEANUP_LIMIT, 'the clean-up', Promise.all([endpoint.stop(), peer?.end()])).catch(note);
  if (problems.length > 0) await thread.stop();

  return { observed, problem: problems.join('; ') || null, difference: findDifference(scenario, observed) };
};

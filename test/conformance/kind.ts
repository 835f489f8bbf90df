import type { Endpoint } from './endpoint.ts';
import type { PeerRun } from './peer/peer-thread.ts';
import type { Scenario } from './scenario.ts';

/** How scenarios of one kind of transport are set up. */
export interface Kind {
  /** asyncio's name of the function that makes the endpoint. */
  creation(scenario: Scenario): string;
  /** Whether the peer listens before the endpoint is made. */
  peerListens(scenario: Scenario): boolean;
  /** Makes the endpoint and tells it of the outcome; never rejects because of what rxduct does. */
  start(endpoint: Endpoint, peer: PeerRun): Promise<void>;
}

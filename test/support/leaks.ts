// Fails a test file that leaves a socket, server, port or timer behind.
import { afterAll, beforeAll } from '@jest/globals';

const KINDS = /^(TCP|UDP|Pipe|TLS|FSEvent|MessagePort|Timeout|ProcessWrap)/;
const GRACE_TURNS = 50;

const count = (): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (KINDS.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
};

let before: Map<string, number>;

beforeAll(() => {
  before = count();
});

afterAll(async () => {
  for (let turn = 0; ; turn++) {
    const leaked = [...count()].filter(([kind, n]) => n > (before.get(kind) ?? 0));
    if (leaked.length === 0) return;
    if (turn === GRACE_TURNS) {
      throw new Error(
        `leaked handles: ${leaked.map(([kind, n]) => `${kind}+${n - (before.get(kind) ?? 0)}`).join(', ')}`,
      );
    }
    // Closing a handle takes a few turns of the real event loop.
    await new Promise((resolve) => setImmediate(resolve));
  }
});

import { respond } from '../respond.ts';
import type { OpenRequest } from './client.ts';
import { Session } from './session.ts';

// The load generator's process: it holds one session per server and runs the one it is told to.
const sessions = new Map<string, Session>();

function session(name: unknown): Session {
  const found = sessions.get(`${name}`);
  if (found === undefined) throw new Error(`no session "${name}"`);
  return found;
}

respond(
  {},
  {
    open: async (request) => {
      const { name, port, connections, scenario, seed } = request as unknown as OpenRequest;
      sessions.set(name, await Session.open(port, connections, scenario, seed));
    },
    check: ({ name }) => session(name).check(),
    run: async ({ name, batches }) => {
      const start = process.hrtime.bigint();
      await session(name).run(Number(batches));
      return { milliseconds: Number(process.hrtime.bigint() - start) / 1e6 };
    },
    close: () => {
      for (const open of sessions.values()) open.close();
      sessions.clear();
    },
  },
);

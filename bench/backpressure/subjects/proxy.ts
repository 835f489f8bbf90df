import { startProxy } from '../../../examples/proxy.ts';
import { respond } from '../../respond.ts';

// The example itself is under test: what a user would copy must hold what we promise.
const host = '127.0.0.1';

respond(
  {},
  {
    start: async ({ port }) => {
      const server = await startProxy({ host, port: 0, target: { host, port: Number(port) } });
      return server.addresses[0];
    },
  },
);

import { respond } from '../respond.ts';

/**
 * Tells the parent the port and answers what it asks between two loads. Each server counts its connections, so that the
 * idle-memory benchmark, which sends nothing, knows when all of them were accepted.
 */
export function control(port: number, connections: () => number): void {
  respond(
    { port },
    {
      cpu: () => {
        // getrusage counts the whole process: collector and compiler threads are part of a message's price.
        const { user, system } = process.cpuUsage();
        return { micros: user + system };
      },
      connections: () => ({ connections: connections() }),
      memory: async () => {
        // Twice, with a turn between: the first collection runs finalizers whose memory only the second one frees.
        for (let i = 0; i < 2; i++) {
          globalThis.gc?.();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        const { rss, heapUsed, external } = process.memoryUsage();
        return { rss, heapUsed, external };
      },
    },
  );
}

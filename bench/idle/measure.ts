import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child, nodeCommand } from '../child.ts';

/** Opened before the first reading: they pay for pools, compiled code and the heap's first growth. */
const WARM_UP = 1_000;

// A young generation of a fixed, small size: else its growth, up to 48 MiB, would be booked on the connections.
const SERVER_FLAGS = ['--expose-gc', '--max-semi-space-size=1'];

/** Bytes per connection. */
export interface Footprint {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** Opens `connections` idle ones in `batches` to a fresh server and returns what each batch cost per connection. */
export async function measureFootprint(name: string, connections: number, batches: number): Promise<Footprint[]> {
  const server = new Child(name, nodeCommand(join(__dirname, `../servers/${name}.ts`), ['raw'], SERVER_FLAGS));
  const herd = new Child('herd', nodeCommand(join(__dirname, 'herd.ts'), []));
  try {
    const { port } = await server.ready<{ port: number }>();
    await herd.ready();
    let expected = 0;
    const grow = async (count: number): Promise<Footprint> => {
      await herd.ask({ do: 'open', port, count });
      expected += count;
      await accepted(server, expected);
      return server.ask<Footprint>({ do: 'memory' });
    };
    let before = await grow(WARM_UP);
    const readings: Footprint[] = [];
    for (let i = 0; i < batches; i++) {
      const count = Math.floor((connections * (i + 1)) / batches) - Math.floor((connections * i) / batches);
      const after = await grow(count);
      readings.push({
        rss: (after.rss - before.rss) / count,
        heapUsed: (after.heapUsed - before.heapUsed) / count,
        external: (after.external - before.external) / count,
      });
      before = after;
    }
    return readings;
  } finally {
    await Promise.all([server.stop(), herd.stop()]);
  }
}

async function accepted(server: Child, expected: number): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { connections } = await server.ask<{ connections: number }>({ do: 'connections' });
    if (connections === expected) return;
    await sleep(50);
  }
  throw new Error(`${server.name} did not accept ${expected} connections within 30 s`);
}

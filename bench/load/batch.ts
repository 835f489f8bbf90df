import type { RandomStream } from '../random.ts';
import type { Scenario } from '../scenarios.ts';

const HEADER = 4;

/** What one connection sends in one write: every message of it with random bytes of its own. */
export function makeBatch({ mode, messages, size }: Scenario, random: RandomStream): Buffer {
  const header = mode === 'framed' ? HEADER : 0;
  const batch = Buffer.alloc(messages * (header + size));
  for (let at = 0; at < batch.length; at += header + size) {
    if (header > 0) batch.writeUInt32BE(size, at);
    random.read(batch.subarray(at + header, at + header + size));
  }
  return batch;
}

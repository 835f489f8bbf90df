import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Child, nodeCommand } from '../child.ts';
import { PeakMemory } from './memory.ts';
import type { Progress } from './verifier.ts';
import { untilEnded, untilStalled } from './watch.ts';

export interface Outcome {
  /** Bytes the producer had got rid of when everything stood still: what the kernel and all buffers on the way hold. */
  readonly absorbed: number;
  /** Peak memory of the subject above its baseline while the consumer stood still, and at the end; bytes. */
  readonly stalledPeak: number;
  readonly peak: number;
  readonly received: Progress;
}

export interface Case {
  readonly name: string;
  run(bytes: number): Promise<Outcome>;
}

const start = (name: string, file: string): Child => new Child(name, nodeCommand(join(__dirname, file), []));

/** Ours sends, a raw peer does not read. */
const sender = (name: string): Case => ({
  name,
  run: (bytes) =>
    withChildren([start('sink', 'peer.ts'), start(name, `subjects/${name}.ts`)], async ([sink, subject]) => {
      const { port } = await sink.ready<{ port: number }>();
      await subject.ready();
      const memory = new PeakMemory(subject.pid);
      await subject.ask({ do: 'send', port, bytes });
      return finish(memory, subject, sink, bytes);
    }),
});

/** A raw peer sends, ours does not read. */
const receiver = (name: string): Case => ({
  name,
  run: (bytes) =>
    withChildren([start('source', 'peer.ts'), start(name, `subjects/${name}.ts`)], async ([source, subject]) => {
      await source.ready();
      const { port } = await subject.ready<{ port: number }>();
      const memory = new PeakMemory(subject.pid);
      await source.ask({ do: 'send', port, bytes });
      return finish(memory, source, subject, bytes);
    }),
});

/** A raw peer sends, ours passes on, another raw peer does not read. */
const between: Case = {
  name: 'proxy',
  run: (bytes) =>
    withChildren(
      [start('sink', 'peer.ts'), start('source', 'peer.ts'), start('proxy', 'subjects/proxy.ts')],
      async ([sink, source, subject]) => {
        const target = await sink.ready<{ port: number }>();
        await source.ready();
        await subject.ready();
        const { port } = await subject.ask<{ port: number }>({ do: 'start', port: target.port });
        const memory = new PeakMemory(subject.pid);
        await source.ask({ do: 'send', port, bytes });
        return finish(memory, source, sink, bytes);
      },
    ),
};

/** The proxy is an example of the library; a tree without it can still measure the others. */
const hasProxy = existsSync(join(__dirname, '../../examples/proxy.ts'));

export const CASES: readonly Case[] = [
  sender('net-sender'),
  sender('classic-sender'),
  sender('reactive-sender'),
  receiver('classic-receiver'),
  receiver('reactive-receiver'),
  ...(hasProxy ? [between] : []),
];

/** Waits until nothing moves, lets the consumer go on, and waits for the end. */
async function finish(memory: PeakMemory, producer: Child, consumer: Child, bytes: number): Promise<Outcome> {
  const absorbed = await untilStalled(producer);
  const stalledPeak = memory.aboveBaseline();
  await consumer.ask({ do: 'goOn' });
  const received = await untilEnded(consumer, bytes);
  return { absorbed, stalledPeak, peak: memory.aboveBaseline(), received };
}

async function withChildren<const T extends readonly Child[]>(
  children: T,
  body: (children: T) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await body(children);
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}

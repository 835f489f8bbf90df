// The two echo servers of the README, run as they are printed there: whoever talks to them cannot tell which is which.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CodeBlock, readBlocks } from './code-block.ts';
import { ROOT, readPages } from './pages.ts';
import { nodeArguments, Workshop } from './workshop.ts';

/** More than the kernel buffers of a connection hold, on both sides. */
const MORE_THAN_FITS = 32 * 1024 * 1024;

const [readme] = readPages();
const blocks = readme === undefined ? [] : readBlocks(readme);
const servers: [style: string, block: CodeBlock | undefined][] = [
  ['classic', blocks.find(({ source }) => source.includes('extends Protocol'))],
  ['reactive', blocks.find(({ source }) => source.includes('through('))],
];

describe.each(servers)('the %s echo server of the README', (_style, block) => {
  const workshop = new Workshop();
  const sockets: Socket[] = [];
  let child: ChildProcess;
  let port = 0;

  beforeAll(async () => {
    const path = workshop.write(block as CodeBlock);
    // As it is printed, but for the port: nothing is wrapped around it.
    writeFileSync(path, (block as CodeBlock).source.replace('port: 8888', 'port: 0'));
    child = spawn(process.execPath, nodeArguments(path), { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    while (!output.includes('\n')) output += String((await once(child.stdout as NodeJS.ReadableStream, 'data'))[0]);
    port = Number(/^listening on .*:(\d+)\n$/.exec(output)?.[1]);
  });

  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    child.kill();
    await once(child, 'close');
    workshop.dispose();
  });

  const open = async (): Promise<Socket> => {
    const socket = connect({ port, host: 'localhost', allowHalfOpen: true });
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };

  const readToEnd = async (socket: Socket): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };

  test("sends back what comes, and EOF behind the peer's", async () => {
    const socket = await open();
    socket.write('hello, ');
    expect(String((await once(socket, 'data'))[0])).toBe('hello, ');
    socket.end('world');
    expect(String(await readToEnd(socket))).toBe('world');
  });

  test('sends nothing to a peer that says nothing but EOF, and closes', async () => {
    const socket = await open();
    socket.end();
    expect(await readToEnd(socket)).toHaveLength(0);
  });

  test('stops reading from a peer that does not read, and loses nothing', async () => {
    const socket = await open();
    const sent = randomBytes(MORE_THAN_FITS);
    for (let at = 0; at < sent.length; at += 65_536) socket.write(sent.subarray(at, at + 65_536));
    socket.end();
    // Nothing tells us that the server has stopped: what it takes comes to a rest. Too short a wait could only miss a fault.
    for (let before = -1; before !== socket.writableLength; await wait(100)) before = socket.writableLength;
    expect(socket.writableLength).toBeGreaterThan(0);
    expect((await readToEnd(socket)).equals(sent)).toBe(true);
  }, 20_000);
});

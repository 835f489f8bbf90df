/**
 * Runs every example as a user would, in a process of its own, and talks to it through plain sockets.
 *
 *     npm run check:examples
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

const LIMIT_MILLISECONDS = 30_000;

class Program {
  readonly output: string[] = [];
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new EventEmitter();
  #exit: number | null | undefined;

  constructor(args: readonly string[], env: Record<string, string>) {
    this.#child = spawn(process.execPath, ['-C', 'rxduct-source', '-r', 'ts-node/register', ...args], {
      env: { ...process.env, ...env },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      createInterface(stream).on('line', (line) => {
        this.output.push(line);
        this.#waiting.emit('change');
      });
    }
    this.#child.on('close', (code) => {
      this.#exit = code;
      this.#waiting.emit('change');
    });
  }

  /** The first line that matches, now or later. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      for (const line of this.output) {
        const match = pattern.exec(line);
        if (match !== null) return match;
      }
      if (this.#exit !== undefined) throw new Error(`no line ${pattern} in:\n${this.output.join('\n')}`);
      await once(this.#waiting, 'change');
    }
  }

  async port(name: string): Promise<number> {
    return Number((await this.line(new RegExp(`^\\[${name}\\] listening on .*:(\\d+)$`)))[1]);
  }

  /** Ctrl-C, and the exit code it leads to. */
  async stop(): Promise<void> {
    this.#child.kill('SIGINT');
    await this.exits(0);
  }

  async exits(code: number): Promise<void> {
    if (this.#exit === undefined) await once(this.#child, 'close');
    if (this.#exit !== code) {
      throw new Error(`exit code ${this.#exit}, expected ${code}; output:\n${this.output.join('\n')}`);
    }
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

const running: Program[] = [];

function run(args: string[], env: Record<string, string> = { PORT: '0' }): Program {
  const program = new Program(args, env);
  running.push(program);
  return program;
}

function check(actual: string, expected: string): void {
  if (actual !== expected) throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

/** Sends each text when as much as `answers` has come back so far; then EOF. Returns all that came. */
async function talk(port: number, exchanges: readonly [send: string, answer: string][]): Promise<string> {
  const socket = connect({ port, host: 'localhost', allowHalfOpen: true });
  let got = '';
  let wanted = '';
  socket.setEncoding('utf8').on('data', (text) => {
    got += text;
  });
  for (const [send, answer] of exchanges) {
    socket.write(send);
    wanted += answer;
    while (got.length < wanted.length) await once(socket, 'data');
    check(got, wanted);
  }
  socket.end();
  await once(socket, 'end');
  return got;
}

async function line(socket: Socket, pattern: RegExp): Promise<void> {
  let got = '';
  while (!pattern.test(got)) got += String((await once(socket, 'data'))[0]);
}

const smokeTests: Record<string, () => Promise<void>> = {
  'start.ts: both servers echo, print what happens, and stop on Ctrl-C': async () => {
    const program = run(['examples/start.ts']);
    for (const name of ['classic', 'reactive']) {
      const port = await program.port(name);
      await talk(port, [
        ['hello', 'Re: hello'],
        ['world', 'Re: world'],
      ]);
      await program.line(new RegExp(`^\\[${name}\\] .* sent "world"`));
      await program.line(new RegExp(`^\\[${name}\\] .* sent EOF`));
      await program.line(new RegExp(`^\\[${name}\\] .* lost$`));
    }
    await program.stop();
  },

  'start.ts: both servers close a connection that is silent for five seconds': async () => {
    const program = run(['examples/start.ts']);
    await Promise.all(
      ['classic', 'reactive'].map(async (name) => {
        const began = performance.now();
        const socket = connect(await program.port(name), 'localhost').resume();
        await once(socket, 'end');
        const took = performance.now() - began;
        if (took < 4900) throw new Error(`${name}: closed after ${took} ms already`);
      }),
    );
    await program.stop();
  },

  'start.ts: PORT=n serves n and n + 1, and a port in use is said clearly': async () => {
    const taken = createServer().listen(0);
    await once(taken, 'listening');
    const port = (taken.address() as { port: number }).port;
    const refused = run(['examples/start.ts'], { PORT: String(port) });
    await refused.line(new RegExp(`port ${port} is in use; choose another one with PORT=n`));
    await refused.exits(1);
    taken.close();
    await once(taken, 'close');
    const program = run(['examples/start.ts'], { PORT: String(port) });
    check(String(await program.port('classic')), String(port));
    check(String(await program.port('reactive')), String(port + 1));
    await program.line(/^Try: /);
    await program.stop();
  },

  'start.ts: a PORT that is none is refused with a message': async () => {
    for (const wrong of ['abc', '-1', '70000', '65535']) {
      const program = run(['examples/start.ts'], { PORT: wrong });
      await program.line(/^PORT is /);
      await program.exits(2);
    }
  },

  'echo-server.ts and echo-reactive.ts run alone': async () => {
    for (const [file, name] of [
      ['echo-server', 'the echo server'],
      ['echo-reactive', 'the reactive echo server'],
    ]) {
      const program = run([`examples/${file}.ts`]);
      await talk(await program.port(name as string), [['hello', 'Re: hello']]);
      await program.stop();
    }
  },

  'chat.ts: guests hear each other, and hear who leaves': async () => {
    const program = run(['examples/chat.ts']);
    const port = await program.port('chat');
    const anna = connect(port, 'localhost');
    anna.write('Anna\n');
    await line(anna, /What is your name\?\n/);
    await program.line(/\* Anna joined/);
    const ben = connect(port, 'localhost');
    ben.write('Ben\n');
    await line(anna, /\* Ben joined\n/);
    anna.write('hello\n');
    await line(ben, /Anna: hello\n/);
    ben.end();
    await line(anna, /\* Ben left\n/);
    anna.end();
    await program.line(/\* Anna left/);
    await program.stop();
  },

  'proxy.ts: carries both ways, half-close included, and says when the target is not there': async () => {
    const target = createServer({ allowHalfOpen: true }, (socket) => {
      let all = '';
      socket.on('data', (data) => {
        all += data;
      });
      socket.on('end', () => socket.end(`you sent ${all}`));
    }).listen(0);
    await once(target, 'listening');
    const { port } = target.address() as { port: number };
    const program = run(['examples/proxy.ts', `localhost:${port}`]);
    const proxyPort = await program.port('proxy');
    check(await talk(proxyPort, [['hello', '']]), 'you sent hello');
    await program.line(/a connection has ended/);
    target.close();
    const socket = connect(proxyPort, 'localhost').resume();
    await once(socket, 'close').catch(() => {});
    await program.line(/the target cannot be reached/);
    await program.stop();
    const wrong = run(['examples/proxy.ts', 'nonsense']);
    await wrong.line(/^usage: /);
    await wrong.exits(2);
  },

  'queue.ts: every order is made once, the cooks are sent home, and it ends by itself': async () => {
    const program = run(['examples/queue.ts']);
    await program.exits(0);
    const made = program.output.flatMap((text) => /^\w+ has made: (\w+)$/.exec(text)?.[1] ?? []);
    check(made.sort().join(), 'cake,coffee,pasta,roast,salad,soup');
    check(program.output.slice(-4).join(), 'all is served,Anna goes home,Ben goes home,Chloe goes home');
  },

  'worker-two-ways.ts: both workers do three rounds, clean up and are cancelled, and it ends by itself': async () => {
    const program = run(['examples/worker-two-ways.ts']);
    await program.exits(0);
    for (const name of ['the coroutine', 'the async function']) {
      const lines = program.output.filter((text) => text.startsWith(name)).map((text) => text.slice(name.length + 1));
      const rounds = [1, 2, 3].map((round) => `has done round ${round}`);
      check(lines.join(), [...rounds, 'has cleaned up', 'was cancelled: that will do'].join());
    }
  },
};

async function main(): Promise<void> {
  let failed = 0;
  for (const [name, smokeTest] of Object.entries(smokeTests)) {
    const limit = setTimeout(() => {
      console.error(`FAILED ${name}: not over after ${LIMIT_MILLISECONDS} ms; output:`);
      for (const program of running) console.error(program.output.join('\n'));
      process.exit(1);
    }, LIMIT_MILLISECONDS);
    try {
      await smokeTest();
      console.log(`ok ${name}`);
    } catch (error) {
      failed++;
      console.error(`FAILED ${name}:`, error);
    }
    clearTimeout(limit);
    for (const program of running.splice(0)) program.kill();
  }
  console.log(`\n${Object.keys(smokeTests).length - failed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

void main();

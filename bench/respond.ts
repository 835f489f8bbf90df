import { createInterface } from 'node:readline';

interface Request {
  readonly do: string;
  readonly [key: string]: unknown;
}

type Requests = Readonly<Record<string, (request: Request) => unknown>>;

/** The other end of `Child`: answers each line of stdin through the function its `do` names; ends with stdin. */
export function respond(ready: object, requests: Requests): void {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', async (line) => {
    const request = JSON.parse(line) as Request;
    try {
      say((await requests[request.do]?.(request)) ?? {});
    } catch (error) {
      say({ error: `${error instanceof Error ? error.message : error}` });
    }
  });
  lines.on('close', () => process.exit(0));
  say(ready);
}

function say(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

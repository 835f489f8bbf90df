/** What every server of the examples does around its own code: take the port from `PORT`, say where it listens, stop on Ctrl-C. */
import { formatAddress, type Server } from 'rxduct';

export type Log = (message: string) => void;

/** The port to use: `PORT` if it is set, else `standard`. Ends the process with a clear message if `PORT` is no port. */
export function portFromEnvironment(standard: number): number {
  const text = process.env['PORT'];
  if (text === undefined || text === '') return standard;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  console.error(`PORT is ${JSON.stringify(text)}; give a whole number from 0 (any free port) to 65535`);
  process.exit(2);
}

/** Starts one server and says so; a port in use ends the process with code 1. */
export async function start(
  name: string,
  port: number,
  open: (port: number, log: Log) => Promise<Server>,
): Promise<Server> {
  const log: Log = (message) => console.log(`[${name}] ${message}`);
  try {
    const server = await open(port, log);
    log(`listening on ${server.addresses.map(formatAddress).join(' and ')}`);
    return server;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? `port ${port} is in use; choose another one with PORT=n` : message;
    console.error(`[${name}] cannot start: ${reason}`);
    process.exit(1);
  }
}

/** Ctrl-C stops accepting, gives connections a second to end, and says what had to be cut off. A second Ctrl-C ends at once. */
export function stopOnSignal(servers: readonly Server[]): void {
  process.once('SIGINT', async () => {
    process.once('SIGINT', () => process.exit(130));
    const reports = await Promise.all(servers.map((server) => server.shutdown({ grace: 1000 })));
    const aborted = reports.reduce((sum, report) => sum + report.aborted.length, 0);
    console.log(aborted === 0 ? 'stopped' : `stopped; ${aborted} connections had to be aborted`);
  });
}

export async function runServer(
  name: string,
  standardPort: number,
  open: (port: number, log: Log) => Promise<Server>,
): Promise<void> {
  stopOnSignal([await start(name, portFromEnvironment(standardPort), open)]);
}

import { listen, mapAsync, type Server, type Transport } from 'rxduct';
import { respond } from '../../respond.ts';
import { READ_BEFORE_STOP } from '../stop.ts';
import { Verifier } from '../verifier.ts';

const verifier = new Verifier();
let goOn = (): void => {};
const told = new Promise<void>((resolve) => {
  goOn = resolve;
});

/** A slow handler: it never finishes until it is told to, and so the valve of `data` is held. */
async function handle(chunk: Buffer): Promise<void> {
  verifier.push(chunk);
  if (verifier.bytes >= READ_BEFORE_STOP) await told;
}

function serve(transport: Transport): void {
  transport.data.pipe(mapAsync(handle)).subscribe({
    error: (error: unknown) => console.error('reactive-receiver:', error),
    complete: () => {
      verifier.ended = true;
    },
  });
}

function announce(server: Server): void {
  respond(server.addresses[0] ?? {}, { goOn: () => goOn(), progress: () => verifier.progress() });
}

listen({ host: '127.0.0.1', port: 0, listeningObserver: { next: announce } }).subscribe(serve);

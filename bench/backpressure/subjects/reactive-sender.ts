import { connect } from 'rxduct';
import { switchMap } from 'rxjs';
import { respond } from '../../respond.ts';
import { pieces } from '../pieces.ts';

let written = 0;

function* counted(bytes: number): Generator<Buffer, void> {
  for (const piece of pieces(bytes)) {
    written += piece.length;
    yield piece;
  }
}

function send(port: number, bytes: number): void {
  connect({ host: '127.0.0.1', port })
    .pipe(switchMap(async (transport) => transport.send(counted(bytes)).then(() => transport.close())))
    .subscribe({ error: (error: unknown) => console.error('reactive-sender:', error) });
}

respond({}, { send: ({ port, bytes }) => send(Number(port), Number(bytes)), written: () => ({ bytes: written }) });

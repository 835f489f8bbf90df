import { framed, lengthPrefixed, listen, type Server, type Transport } from 'rxduct';
import { filter, map, pipe } from 'rxjs';
import { control } from './control.ts';

// A pipeline as a user writes one: recognise, handle, answer. It must stay three operators, for they are measured too.
const answer = pipe(
  filter((payload: Buffer) => payload.length > 0),
  map((payload) => ({ payload })),
  map((request) => request.payload),
);

const protocol = process.argv[2] === 'framed' ? framed(lengthPrefixed(), answer) : map((chunk: Buffer) => chunk);
let connections = 0;

function serve(transport: Transport): void {
  connections++;
  transport.through(protocol);
  transport.closed.addDoneCallback(() => connections--);
}

listen({
  host: '127.0.0.1',
  port: 0,
  backlog: 1024,
  listeningObserver: {
    next(server: Server) {
      const address = server.addresses[0];
      if (address === undefined || !('port' in address)) throw new Error('the server has no address');
      control(address.port, () => connections);
    },
  },
}).subscribe(serve);

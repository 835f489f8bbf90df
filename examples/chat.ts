/**
 * A chat room. The first line a guest sends is the name; after that, everybody reads what everybody writes.
 *
 *     npm run example examples/chat.ts        # then: nc localhost 8890, several times
 *
 * A guest who does not read must not fill our memory: while its buffer is over the high-water mark it misses what is said, and
 * after ten seconds of that it is thrown out.
 */

import { framed, lines, listen, type Server, type Transport } from 'rxduct';
import {
  defer,
  endWith,
  filter,
  finalize,
  ignoreElements,
  map,
  merge,
  NEVER,
  type Observable,
  type OperatorFunction,
  of,
  Subject,
  share,
  switchMap,
  take,
  takeUntil,
  tap,
  timer,
  withLatestFrom,
} from 'rxjs';
import { type Log, runServer } from './run-server.ts';

const SLOW_MILLISECONDS = 10_000;

/** One guest's view of the room: lines in, lines out. */
export function join(room: Subject<string>, writable: Observable<boolean>): OperatorFunction<string, string> {
  return (input) =>
    defer(() => {
      const said = input.pipe(share());
      const left = said.pipe(ignoreElements(), endWith(null));
      const heard = room.pipe(
        withLatestFrom(writable),
        filter(([, now]) => now),
        map(([line]) => line),
      );
      const conversation = said.pipe(
        take(1),
        switchMap((name) => {
          room.next(`* ${name} joined`);
          const speaking = said.pipe(tap((text) => room.next(`${name}: ${text}`)));
          return merge(heard, speaking.pipe(ignoreElements())).pipe(finalize(() => room.next(`* ${name} left`)));
        }),
      );
      return merge(of('What is your name?'), conversation).pipe(takeUntil(left));
    });
}

function throwOutIfSlow(transport: Transport): void {
  transport.writable
    .pipe(switchMap((writable) => (writable ? NEVER : timer(SLOW_MILLISECONDS))))
    .subscribe(() => transport.abort(new Error(`read nothing for ${SLOW_MILLISECONDS} ms`)));
}

export function startChat(port: number, log: Log): Promise<Server> {
  const room = new Subject<string>();
  room.subscribe(log);
  return new Promise((resolve, reject) => {
    listen({ port, listeningObserver: { next: resolve } }).subscribe({
      next: (transport) => {
        throwOutIfSlow(transport);
        transport.through(framed(lines({ maxLength: 1024 }), join(room, transport.writable)));
      },
      error: reject,
    });
  });
}

if (require.main === module) void runServer('chat', 8890, startChat);

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectTypeOf } from 'expect-type';
import {
  type Address,
  type Bytes,
  type Codec,
  connect,
  type Decoder,
  decode,
  type EventLoop,
  encode,
  Flow,
  Future,
  framed,
  getEventLoop,
  type Handle,
  lengthPrefixed,
  lines,
  mapAsync,
  type Operation,
  type TimerHandle,
  type Transport,
  type TransportEvent,
} from 'rxduct';
import { from, map, type Observable, type ObservableInput, type OperatorFunction, of } from 'rxjs';
import ts from 'typescript';

// What these tests say is checked by `tsc -p .`; that they run shows only that the names exist.

describe('a transport', () => {
  test('has its extra information typed by name', () => {
    type Info = Transport['getExtraInfo'];
    const look = (transport: Transport) => ({
      peername: transport.getExtraInfo('peername'),
      withDefault: transport.getExtraInfo('sockname', null),
      unknown: transport.getExtraInfo('other'),
    });
    expectTypeOf<ReturnType<typeof look>['peername']>().toEqualTypeOf<Address | undefined>();
    expectTypeOf<ReturnType<typeof look>['withDefault']>().toEqualTypeOf<Address | null>();
    expectTypeOf<ReturnType<typeof look>['unknown']>().toBeUnknown();
    expectTypeOf<Info>().not.toBeAny();
  });

  test('gives its events as a union that `type` tells apart', () => {
    expectTypeOf<Transport['events']>().toExtend<Observable<TransportEvent>>();
    expectTypeOf<TransportEvent['type']>().toEqualTypeOf<'connection' | 'data' | 'eof' | 'pause' | 'resume' | 'lost'>();
    expectTypeOf<Extract<TransportEvent, { type: 'data' }>['data']>().toEqualTypeOf<Buffer>();
    expectTypeOf<Extract<TransportEvent, { type: 'lost' }>['error']>().toEqualTypeOf<Error | null>();
    expectTypeOf<Transport['data']>().toEqualTypeOf<Flow<Buffer>>();
    expectTypeOf<Transport['closed']>().toEqualTypeOf<Future<Error | null>>();
  });

  test('takes bytes and strings, and what emits them', () => {
    expectTypeOf<Transport['write']>().parameters.toEqualTypeOf<[data: Uint8Array | string]>();
    expectTypeOf<Transport['send']>().parameter(0).toEqualTypeOf<ObservableInput<Bytes>>();
    expectTypeOf<Transport['through']>().parameter(0).toEqualTypeOf<OperatorFunction<Buffer, Bytes>>();
    expectTypeOf<Transport['write']>().parameter(0).not.toExtend<number>();
  });

  test('comes out of connect', () => {
    expectTypeOf(connect).returns.toExtend<Observable<Transport>>();
  });
});

describe('a codec', () => {
  test('is inferred through decode, encode and framed', () => {
    expectTypeOf(lines()).toEqualTypeOf<Codec<string>>();
    expectTypeOf(lengthPrefixed()).toEqualTypeOf<Codec<Buffer, Bytes>>();
    expectTypeOf(decode(lines())).toEqualTypeOf<OperatorFunction<Buffer, string>>();
    expectTypeOf(decode(lengthPrefixed())).toEqualTypeOf<OperatorFunction<Buffer, Buffer>>();
    expectTypeOf(encode(lines())).toEqualTypeOf<OperatorFunction<string, Bytes>>();
    expectTypeOf(of(Buffer.of()).pipe(decode(lines()))).toExtend<Observable<string>>();
    const protocol = framed(
      lines(),
      map((line) => {
        expectTypeOf(line).toBeString();
        return line.toUpperCase();
      }),
    );
    expectTypeOf(protocol).toEqualTypeOf<OperatorFunction<Buffer, Bytes>>();
  });

  test('may take other messages than it gives', () => {
    interface Request {
      path: string;
    }
    interface Reply {
      status: number;
    }
    const http: Codec<Request, Reply> = {
      decoder: (): Decoder<Request> => ({ decode: () => {}, end: () => {} }),
      encode: (message, emit) => emit(String(message.status)),
    };
    const serve = framed(
      http,
      mapAsync(async (request) => {
        expectTypeOf(request).toEqualTypeOf<Request>();
        return { status: 200 };
      }),
    );
    expectTypeOf(serve).toEqualTypeOf<OperatorFunction<Buffer, Bytes>>();
    expectTypeOf(decode(http)).toEqualTypeOf<OperatorFunction<Buffer, Request>>();
    expectTypeOf(encode(http)).toEqualTypeOf<OperatorFunction<Reply, Bytes>>();
    const path = map((request: Request) => request.path);
    // @ts-expect-error what is emitted must be what the codec can encode
    framed(http, path);
  });
});

describe('a future', () => {
  test('is awaited and observed as its result', async () => {
    const future = new Future<number>(getEventLoop());
    future.setResult(1);
    expectTypeOf<Awaited<typeof future>>().toBeNumber();
    expectTypeOf(future.result()).toBeNumber();
    expectTypeOf(future.exception()).toEqualTypeOf<Error | null>();
    expectTypeOf(from(future)).toEqualTypeOf<Observable<number>>();
    expectTypeOf(future).toExtend<ObservableInput<number>>();
    expectTypeOf<Operation<string>>().toExtend<Future<string>>();
    expectTypeOf(future.then((value) => String(value))).toEqualTypeOf<Promise<string>>();
    getEventLoop().close();
  });
});

describe('a loop', () => {
  test('checks the arguments of callbacks', () => {
    const schedule = (loop: EventLoop) => {
      // @ts-expect-error a string is no number
      loop.callSoon((count: number) => count, 'one');
      // @ts-expect-error an argument is missing
      loop.callLater(10, (count: number) => count);
      return [loop.callSoon((count: number) => count, 1), loop.callAt(10, () => {})] as const;
    };
    expectTypeOf(schedule).returns.toEqualTypeOf<readonly [Handle, TimerHandle]>();
  });
});

test('mapAsync gives what its promises give', () => {
  expectTypeOf(of(1).pipe(mapAsync(async (value) => String(value)))).toEqualTypeOf<Observable<string>>();
  expectTypeOf(of(1).pipe(mapAsync((value, index) => value + index))).toEqualTypeOf<Observable<number>>();
  expectTypeOf<Flow<Buffer>>().toExtend<Observable<Buffer>>();
  expect(typeof Flow).toBe('function');
});

test('no declaration of the library says any', () => {
  const found: string[] = [];
  for (const file of sourcesOf('src').concat(sourcesOf('adapters'))) {
    const source = readFileSync(file, 'utf8');
    const { outputText } = ts.transpileDeclaration(source, { fileName: file, compilerOptions: { strict: true } });
    const visit = (node: ts.Node): void => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${file}: ${node.parent.getText()}`);
      node.forEachChild(visit);
    };
    visit(ts.createSourceFile(file, outputText, ts.ScriptTarget.Latest, true));
  }
  expect(found).toEqual([]);
});

function sourcesOf(folder: string): string[] {
  const root = resolve(__dirname, '..', folder);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

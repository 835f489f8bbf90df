import { RxductError } from '../../src/index.ts';

type ErrorClass = abstract new (...args: never[]) => Error;

/** @throws always; `what` says what is wrong. */
export function fail(what: string): never {
  throw new RxductError('ERR_BROKEN_RULE', what);
}

/** @throws unless `condition` holds; `what` says what is wrong otherwise. */
export function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) fail(what);
}

/** @throws unless the two are the same value; `what` names it. */
export function ensureSame(actual: unknown, expected: unknown, what: string): void {
  ensure(Object.is(actual, expected), `${what} should be ${show(expected)}, and is ${show(actual)}`);
}

/** @throws unless the bytes are the same; says where they part. */
export function ensureBytes(actual: Buffer, expected: Uint8Array | string, what: string): void {
  const wanted = Buffer.from(expected as Uint8Array);
  if (actual.equals(wanted)) return;
  const shorter = Math.min(actual.length, wanted.length);
  let same = 0;
  while (same < shorter && actual[same] === wanted[same]) same++;
  const lengths = `${actual.length} bytes for ${wanted.length}`;
  fail(`${what} differ at byte ${same} (${lengths}): ${show(actual.subarray(same, same + 16).toString())}`);
}

/** @throws unless `call` throws an error of the class. */
export function ensureThrows(call: () => unknown, errorClass: ErrorClass, what: string): void {
  try {
    call();
  } catch (error) {
    ensure(error instanceof errorClass, `${what} should throw a ${errorClass.name}, and threw ${show(error)}`);
    return;
  }
  fail(`${what} should throw a ${errorClass.name}, and threw nothing`);
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

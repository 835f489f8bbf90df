/** What can be written: bytes, or a string, which is sent as UTF-8. */
export type Bytes = Uint8Array | string;

/** @throws TypeError, naming what `value` is, unless it can be written. */
export function checkBytes(value: unknown): asserts value is Bytes {
  if (typeof value === 'string' || value instanceof Uint8Array) return;
  // An array of another realm (a vm context) is one all the same.
  if (Object.prototype.toString.call(value) === '[object Uint8Array]') return;
  const kind = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
  throw new TypeError(`bytes are a Uint8Array or a string, not ${kind}; encode the value first`);
}

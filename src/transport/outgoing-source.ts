import { from, isObservable, type Observable, type ObservableInput } from 'rxjs';
import type { Bytes } from '../loop/bytes.ts';
import { pullWhileWritable } from './pull.ts';

/** What is to be sent as an Observable: iterables are asked for more only while the transport is writable. */
export function toSource(source: ObservableInput<Bytes>, writable: () => Observable<boolean>): Observable<Bytes> {
  if (isObservable(source)) return source as Observable<Bytes>;
  // Bytes are iterables too, but of numbers or characters.
  if (typeof source === 'string' || ArrayBuffer.isView(source)) return from([source as unknown as Bytes]);
  const iterable = source as Partial<Iterable<Bytes> & AsyncIterable<Bytes>>;
  const iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]?.();
  return iterator === undefined ? from(source) : pullWhileWritable(iterator, writable());
}

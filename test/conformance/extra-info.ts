// What `get_extra_info` prints. Most values are objects of the platform, of which the corpus keeps no more than that they
// are there; of an address it keeps all but the port.
import type { Transport } from 'rxduct';

const NAMES: Readonly<Record<string, string>> = { ssl_object: 'sslObject' };

const describe = (value: unknown): string => {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if ('path' in value && typeof value.path === 'string') return value.path === '' ? 'empty' : 'path';
  if ('host' in value && 'port' in value) return `${String(value.host)}:port`;
  return Object.keys(value).length === 0 ? 'empty' : 'present';
};

export const describeExtra = (transport: Transport, key: string, fallback: unknown): string => {
  const value: unknown = transport.getExtraInfo((NAMES[key] ?? key) as 'peername', fallback as undefined);
  return `extra ${key} ${describe(value)}`;
};

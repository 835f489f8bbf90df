/** Where an Internet socket is. */
export interface InternetAddress {
  readonly host: string;
  readonly port: number;
  readonly family: 4 | 6;
}

/** Where a Unix socket or a named pipe is. */
export interface PathAddress {
  readonly path: string;
}

/** The address of a socket. */
export type Address = InternetAddress | PathAddress;

/** `127.0.0.1:8888`, `[::1]:8888` or the path. */
export function formatAddress(address: Address): string {
  if ('path' in address) return address.path;
  return address.family === 6 ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

import { isIP } from 'node:net';

/** Whether an address, such as the far end of a connection, is this machine's own. */
export function isLoopbackAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/**
 * Whether a `Host` header names this machine by a name that means nothing else; the port may be a tunnel's. A name that
 * its owner leads to this machine is another: by it, a foreign page in a browser would speak to us as if it were ours.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  const [, name = ''] = /^(\[::1\]|[^:[\]]+)(?::\d{1,5})?$/.exec(host ?? '') ?? [];
  return name === 'localhost' || isLoopbackAddress(name.replace(/^\[|\]$/g, ''));
}

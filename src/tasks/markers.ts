import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { hiddenMarker, type Marker, readMarkers } from '../report/marker.ts';

/** The key that signs hidden markers from the app's first start on, derived from the private key that it then has. */
export function markerKeyFrom(privateKey: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', privateKey, '', 'portreeve hidden markers', 32));
}

/**
 * Puts signed markers under texts, and recognises them. Who wrote the text is for the caller to prove: without that
 * proof no marker counts.
 * @param keys the first signs; a signature by any of them is good
 */
export function markers(keys: readonly [Uint8Array, ...Uint8Array[]]): {
  readonly add: (body: string, key: string) => string;
  /** Whether the text bears this marker, signed by us. */
  readonly isOn: (body: string, key: string) => boolean;
  /** Whether the text bears this marker at all, as when the key that signed it is lost (docs/decisions/007). */
  readonly isNamedOn: (body: string, key: string) => boolean;
} {
  const [signing] = keys;
  const kindOf = (key: string): string => key.split(':', 1)[0] ?? '';
  const named = (body: string, key: string): Marker[] => readMarkers(body).filter((marker) => marker.key === key);
  return {
    add: (body, key) => `${body}\n\n${hiddenMarker({ kind: kindOf(key), key, mac: macOf(signing, key) })}\n`,
    isOn: (body, key) => named(body, key).some(({ mac }) => keys.some((candidate) => isMac(mac, candidate, key))),
    isNamedOn: (body, key) => named(body, key).length > 0,
  };
}

function macOf(markerKey: Uint8Array, key: string): string {
  return createHmac('sha256', markerKey).update(key).digest('hex').slice(0, 32);
}

function isMac(mac: string, markerKey: Uint8Array, key: string): boolean {
  const [found, expected] = [Buffer.from(mac), Buffer.from(macOf(markerKey, key))];
  return found.length === expected.length && timingSafeEqual(found, expected);
}

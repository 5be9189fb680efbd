import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { hiddenMarker, readMarkers } from '../report/marker.ts';

/** Derives the key that signs hidden markers from the app's private key: the same in every process, and kept nowhere. */
export function markerKeyFrom(privateKey: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', privateKey, '', 'portreeve hidden markers', 32));
}

/** Puts signed markers under texts, and recognises them. A marker that somebody else wrote counts for nothing. */
export function markers(markerKey: Uint8Array): {
  readonly add: (body: string, key: string) => string;
  readonly isOn: (body: string, key: string) => boolean;
} {
  const mac = (key: string): string => createHmac('sha256', markerKey).update(key).digest('hex').slice(0, 32);
  const kindOf = (key: string): string => key.split(':', 1)[0] ?? '';
  return {
    add: (body, key) => `${body}\n\n${hiddenMarker({ kind: kindOf(key), key, mac: mac(key) })}\n`,
    isOn: (body, key) => {
      const expected = Buffer.from(mac(key));
      return readMarkers(body).some((marker) => {
        const found = Buffer.from(marker.mac);
        return marker.key === key && found.length === expected.length && timingSafeEqual(found, expected);
      });
    },
  };
}

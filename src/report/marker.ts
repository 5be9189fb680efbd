/** What a hidden marker says: which of our things a text is. Whoever reads it checks the MAC before believing it. */
export interface Marker {
  /** What kind of thing: `issue`, `proposal`, `check`. Lower case letters and hyphens. */
  readonly kind: string;
  readonly key: string;
  /** Computed outside over kind and key, with a secret that only Portreeve has. */
  readonly mac: string;
}

/**
 * An HTML comment that nobody sees and that survives edits around it. No field can end it, and no escaped text
 * (escape.ts) can look like it: those hold no `<`.
 */
export function hiddenMarker({ kind, key, mac }: Marker): string {
  return `<!-- portreeve:${encode(kind)} ${encode(key)} ${encode(mac)} -->`;
}

/**
 * All well-formed markers of a text, in order. Anybody can write one: it counts only with the right MAC, under a text
 * whose author is the app itself and whose id is in the store.
 */
export function readMarkers(body: string): Marker[] {
  return [...body.matchAll(/<!-- portreeve:([\w.%]{1,60}) ([\w.%!'()*~]{1,600}) ([\w.%]{1,300}) -->/g)].flatMap(
    ([, kind, key, mac]) => {
      const fields = [kind, key, mac].map((field) => decode(field ?? ''));
      const [first, second, third] = fields;
      return typeof first === 'string' && typeof second === 'string' && typeof third === 'string'
        ? [{ kind: first, key: second, mac: third }]
        : [];
    },
  );
}

/** `-` is encoded too: `--` would end a comment early in some readers. */
function encode(field: string): string {
  return encodeURIComponent(field.toWellFormed()).replaceAll('-', '%2D');
}

function decode(field: string): string | null {
  try {
    return decodeURIComponent(field);
  } catch {
    // A percent sign that encodes nothing: not one of ours.
    return null;
  }
}

import { FLAG, type ScannedText } from './scanned-text.ts';

/** The words of a text that nothing hides, one after another. */
export interface VisibleWords {
  readonly ids: Uint16Array;
  /** Where each stands among all words. */
  readonly places: Uint32Array;
}

export function visibleWords({ ids, flags, count }: ScannedText): VisibleWords {
  const visible = { ids: new Uint16Array(count), places: new Uint32Array(count) };
  let seen = 0;
  for (let at = 0; at < count; at += 1) {
    if (((flags[at] ?? 0) & FLAG.hidden) !== 0) continue;
    visible.ids[seen] = ids[at] ?? 0;
    visible.places[seen] = at;
    seen += 1;
  }
  return { ids: visible.ids.subarray(0, seen), places: visible.places.subarray(0, seen) };
}

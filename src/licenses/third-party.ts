import type { LicenseNames } from './license-names.ts';
import { licensesAt } from './licenses-in-sentence.ts';
import { namesEnd } from './names.ts';
import { isProgramName } from './program-name.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';

/** Headings, alone on their line, after which come the licences of things that come along. */
const HEADINGS =
  /^(?:licenses? (?:of|for) (?:bundled|third party|vendored|included|external) (?:dependencies|software|components|libraries|packages|code)|(?:bundled|third party|vendored|external) (?:dependencies|software|components|libraries|packages|code)(?: licenses?| notices?)?|third party(?: software)? (?:licenses?|notices?|notices and licenses?|licenses? and notices?|copyright notices?|attributions?)|bundled licenses?|notices? for third party (?:software|components|libraries)|this (?:product|package|software|project|distribution) (?:bundles|includes) the following (?:third party )?(?:software|components|libraries|packages|dependencies))$/;
/** What a bundler writes below its heading. */
const BELOW = /^the published [^ ]+ (?:artifact|package) additionally contains code with the following licenses$/;
const LONGEST_HEADING = 14;

/** Whether a line, given as the words from it on, is a heading of others' licences. */
export function isThirdPartyHeading(scanned: ScannedText, from: number, to: number): boolean {
  return isWholeLine(scanned, from, to) && HEADINGS.test(wordsOf(scanned, from, to));
}

/** Whether a line below such a heading says only which part comes, whose it is, or what its licence is called. */
export function isThirdPartyItem(scanned: ScannedText, from: number, to: number, names: LicenseNames): boolean {
  if (!isWholeLine(scanned, from, to)) return false;
  if (BELOW.test(wordsOf(scanned, from, to))) return true;
  const named = licensesAt(scanned, from, to, names);
  if (named !== null && named.to === to) return true;
  const word = wordAt(scanned, from);
  if (to === from + 1) return scanned.ids[from] === 0;
  if (isProgramName(scanned, from, to)) return true;
  if (/^(?:by|author|maintainers|contributors)$/.test(word)) return namesEnd(scanned, from + 1, to) === to;
  if (/^(?:repository|homepage|url)$/.test(word))
    return (
      (to === from + 2 && ((scanned.flags[from + 1] ?? 0) & FLAG.address) !== 0) || isProgramName(scanned, from + 1, to)
    );
  return false;
}

function isWholeLine({ flags, count }: ScannedText, from: number, to: number): boolean {
  if (to - from > LONGEST_HEADING || ((flags[from] ?? 0) & FLAG.lineStart) === 0) return false;
  return to >= count || ((flags[to] ?? 0) & FLAG.lineStart) !== 0;
}

function wordsOf(scanned: ScannedText, from: number, to: number): string {
  const words: string[] = [];
  for (let at = from; at < to; at += 1) words.push(wordAt(scanned, at).replace('licence', 'license'));
  return words.join(' ');
}

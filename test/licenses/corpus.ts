import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** One real text with what it is. */
export interface CorpusText {
  readonly sha256: string;
  /** What was looked at: one licence, several, a notice that grants one, one that keeps something back, an altered one. */
  readonly kind: 'single' | 'several' | 'notice' | 'restrictive' | 'altered';
  /** SPDX ids, by spaces; `NOASSERTION` where none may be said. */
  readonly expected: string;
  /** `npm lodash`, `debian bash`. */
  readonly source: string;
  readonly version: string;
  readonly file: string;
  /** Why it is called other than its package does; empty where it is not. */
  readonly corrected: string;
  readonly text: string;
}

const FOLDER = new URL('corpus/', import.meta.url);

/** Licence texts and notices from packages of npm and Debian, as they stand there. */
export function readCorpus(): CorpusText[] {
  const [, ...lines] = readFileSync(new URL('index.tsv', FOLDER), 'utf8').trim().split('\n');
  const texts: string[] = JSON.parse(
    brotliDecompressSync(readFileSync(new URL('texts.json.br', FOLDER))).toString('utf8'),
  );
  return lines.map((line, at) => {
    const [sha256 = '', kind = '', expected = '', source = '', version = '', file = '', corrected = ''] =
      line.split('\t');
    if (!isKind(kind)) throw new Error(`There is no kind ${kind}.`);
    return { sha256, kind, expected, source, version, file, corrected, text: texts[at] ?? '' };
  });
}

function isKind(kind: string): kind is CorpusText['kind'] {
  return ['single', 'several', 'notice', 'restrictive', 'altered'].includes(kind);
}

/** Half of the texts, by their hash, are looked at only as totals: nobody mends the rules by one of them. */
export function isHeldOut({ sha256 }: CorpusText): boolean {
  return /^[89a-f]/.test(sha256);
}

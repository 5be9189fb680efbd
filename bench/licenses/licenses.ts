import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { type Identification, identifyLicense } from '../../src/licenses/identify-license.ts';
import { readLicenseIndex } from '../../src/licenses/license-index.ts';
import { isNamed } from '../../test/licenses/accuracy.ts';
import { type CorpusText, readCorpus } from '../../test/licenses/corpus.ts';
import { figure, median, percentile, type Table } from '../table.ts';
import { RIVALS } from './rivals.ts';

const INDEX = new URL('../../src/licenses/generated/license-index.bin', import.meta.url);

interface Row {
  readonly name: string;
  readonly single: string;
  readonly several: string;
  readonly notices: string;
  readonly restrictive: string;
  /** Milliseconds a file. */
  readonly mean: number;
  readonly p95: number;
}

/** Names the licences of the project's corpus of real texts, and of the same files with the rivals that are installed. */
export async function run({
  rounds,
}: {
  readonly rounds: number;
}): Promise<{ readonly rows: readonly Row[]; readonly table: Table }> {
  const corpus = readCorpus();
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const index = readLicenseIndex(zstdDecompressSync(readFileSync(INDEX)));
  const load = performance.now() - start;
  const memory = process.memoryUsage().rss - before;
  const found = corpus.map(({ text }) => identifyLicense(text, index));
  const times = Array.from({ length: rounds }, () =>
    corpus.map(({ text }) => {
      const begun = performance.now();
      identifyLicense(text, index);
      return performance.now() - begun;
    }),
  );
  const ours: Row = {
    name: 'portreeve',
    ...accuracy(corpus, (entry, at) => isNamed(entry, found[at] ?? nothing(null))),
    mean: median(times.map((all) => all.reduce((sum, time) => sum + time, 0) / all.length)),
    p95: median(times.map((all) => percentile(all, 0.95))),
  };
  const rows = [ours, ...rivalRows(corpus)];
  return { rows, table: toTable(rows, corpus.length, load, memory) };
}

function rivalRows(corpus: readonly CorpusText[]): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-licenses-'));
  try {
    const paths = corpus.map(({ sha256, text }) => {
      const path = join(folder, sha256);
      writeFileSync(path, text);
      return path;
    });
    return RIVALS.flatMap(({ name, identify }) => {
      const start = performance.now();
      const said = identify(paths);
      const mean = (performance.now() - start) / paths.length;
      if (said === null) return [];
      return [
        { name, ...accuracy(corpus, (entry, at) => isNamed(entry, nothing(said[at] ?? null))), mean, p95: Number.NaN },
      ];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a rival says, in our shape: it knows an expression and nothing else. */
function nothing(said: string | null): Identification {
  const ids = said === null ? [] : said.split(/[\s()/]+|(?<![-\w])(?:and|or|with)(?![-\w])/i).filter((id) => id !== '');
  return {
    expression: said ?? 'NOASSERTION',
    sameText: ids,
    open: null,
    match: 'unidentified',
    matches: [],
    evidence: '',
    explanations: [],
    steps: 0,
  };
}

function accuracy(corpus: readonly CorpusText[], isRight: (entry: CorpusText, at: number) => boolean) {
  const share = (kind: CorpusText['kind']) => {
    const own = corpus.map((entry, at) => ({ entry, at })).filter(({ entry }) => entry.kind === kind);
    return `${own.filter(({ entry, at }) => isRight(entry, at)).length}/${own.length}`;
  };
  return {
    single: share('single'),
    several: share('several'),
    notices: share('notice'),
    restrictive: share('restrictive'),
  };
}

function toTable(rows: readonly Row[], count: number, load: number, memory: number): Table {
  const [ours] = rows;
  const size = statSync(INDEX).size;
  return {
    columns: ['', 'one licence', 'several', 'notices', 'restrictive kept', 'ms a file', 'p95', 'times ours'],
    rows: rows.map(({ name, single, several, notices, restrictive, mean, p95 }) => [
      name,
      single,
      several,
      notices,
      restrictive,
      figure(mean),
      figure(p95),
      figure(mean / (ours?.mean ?? Number.NaN)),
    ]),
    notes: [
      `${count} real texts of test/licenses/corpus; right where the licences are named. Rivals that are not installed have no row (bench/licenses/rivals.ts).`,
      `Index: ${figure(load)} ms to load, ${figure(size / 1e6)} MB on disk, ${figure(memory / 1e6)} MB of memory.`,
    ],
  };
}

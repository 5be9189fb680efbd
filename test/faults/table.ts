import type { FaultResult } from './run.ts';

const HEADINGS = [
  'fault',
  'deliveries',
  'requests',
  'struck',
  'lost',
  'twice',
  'differing',
  'second sweep',
  'healed after',
  'result',
] as const;

/** One line a fault and their sum, as a table in Markdown. */
export function faultTable(results: readonly FaultResult[]): string {
  const rows = results.map((result) => [`${result.id} ${result.title}`, ...figures(result), verdict(result)]);
  const tried = results.filter(({ impossible }) => impossible === null);
  const sum = (of: (result: FaultResult) => number) => String(tried.reduce((total, result) => total + of(result), 0));
  const failed = tried.filter(({ broken }) => broken.length > 0).length;
  const total = [
    `all ${tried.length}`,
    sum(({ deliveries }) => deliveries),
    sum(({ requests }) => requests),
    sum(({ struck }) => struck),
    sum(({ lost }) => lost),
    sum(({ twice }) => twice),
    sum(({ differing }) => differing),
    sum(({ idleWrites }) => idleWrites),
    `${Math.max(0, ...tried.map(({ healedAfter }) => healedAfter))} min at most`,
    failed === 0 ? 'passed' : `${failed} failed`,
  ];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = HEADINGS.map((_, index) => (index === 0 || index === HEADINGS.length - 1 ? '---' : '---:'));
  return [HEADINGS, rule, ...rows, total].map(line).join('\n');
}

function figures(result: FaultResult): string[] {
  const { impossible, deliveries, requests, struck, lost, twice, differing, idleWrites, healedAfter } = result;
  if (impossible !== null) return ['', '', '', '', '', '', '', ''];
  const counts = [deliveries, requests, struck, lost, twice, differing, idleWrites].map(String);
  return [...counts, healedAfter === 0 ? 'at once' : `${healedAfter} min`];
}

function verdict({ impossible, broken, deadLetters }: FaultResult): string {
  if (impossible !== null) return `not possible here: ${impossible}`;
  const dead = deadLetters === 0 ? '' : ` (${deadLetters} dead letters)`;
  return broken.length === 0 ? `passed${dead}` : `**failed**: ${broken.join('; ').replaceAll('|', '\\|')}`;
}

import type { PublishedHead } from '../plan/plan-ledger-issue.ts';
import { day } from './day.ts';
import { officeName, type ReportFrame } from './frame.ts';

/** The issue in which the end of the ledger of contributor agreements is published. It names nobody. */
export function renderLedgerHead(
  frame: ReportFrame,
  heads: readonly PublishedHead[],
  lost: readonly PublishedHead[],
): { readonly title: string; readonly body: string } {
  const { words } = frame;
  const lineOf = ({ at, sequence, hash }: PublishedHead) =>
    // As code a hash is no reference to a commit, and can be copied whole.
    `- ${words.say('ledger.head', { day: day(words.language, at), count: sequence })}\n  \`${hash}\``;
  const [newest] = heads;
  const command = `\`portreeve ledger verify --head ${newest?.hash ?? ''}\``;
  const alarm = lost.length === 0 ? [] : [`> [!CAUTION]\n> ${words.say('ledger.lost')}`, lost.map(lineOf).join('\n')];
  return {
    title: words.say('ledger.title'),
    body: [
      ...alarm,
      words.say('ledger.intro'),
      heads.map(lineOf).join('\n'),
      words.say('ledger.how', { command }),
      `---\n${words.say('footer', { office: officeName(frame) })}`,
    ].join('\n\n'),
  };
}

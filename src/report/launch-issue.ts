import type { RepositoryKind } from '../core/repository-kind.ts';
import type { Verdict } from '../core/verdict.ts';
import { markdownCode, markdownText, plainText } from './escape.ts';
import { fitting } from './fitting.ts';
import { officeName, policyTitle, type ReportFrame, whomToAsk } from './frame.ts';

export interface LaunchContent {
  /** The repository's name. */
  readonly name: string;
  readonly kind: RepositoryKind;
  /** The licence that is proposed for this kind, as an SPDX id; null: none is named. */
  readonly license: string | null;
  /** What is asked of it, and may be told to all who read it. */
  readonly verdicts: readonly Verdict[];
  /** Missing files come as a pull request. */
  readonly hasProposals: boolean;
}

const LONGEST_LIST = 20_000;

/** The first issue of a new repository: a list to tick off, which nobody but people changes from then on. */
export function renderLaunchIssue(
  frame: ReportFrame,
  { name, kind, license, verdicts, hasProposals }: LaunchContent,
): { readonly title: string; readonly body: string } {
  const { words, owner } = frame;
  const { say } = words;
  const asked = verdicts
    .filter(({ outcome }) => outcome === 'pass' || outcome === 'fail')
    .map(({ policy, outcome }) => `- [${outcome === 'pass' ? 'x' : ' '}] ${policyTitle(frame, policy)}`);
  const licensed =
    license === null ? [] : [`- [ ] ${say(`launch.license.${kind}`, { license: markdownCode(license) })}`];
  const sections = [
    say('launch.intro', { owner: markdownText(owner) }),
    `### ${say('launch.before')}`,
    [say('launch.reuse', { owner: markdownText(owner) }), say('launch.purpose'), say('launch.people')]
      .map((line) => `- [ ] ${line}`)
      .join('\n'),
    ...(asked.length === 0 && licensed.length === 0
      ? []
      : [`### ${say('launch.asked')}`, [...fitting(words, asked, LONGEST_LIST), ...licensed].join('\n')]),
    ...(hasProposals ? [say('launch.proposals')] : []),
    whomToAsk(frame),
    `---\n${say('footer', { office: officeName(frame) })}`,
  ];
  return { title: say('launch.title', { repository: plainText(name) }), body: sections.join('\n\n') };
}

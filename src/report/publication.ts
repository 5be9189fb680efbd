import {
  type PublicationFinding,
  type PublicationItem,
  type PublicationOutcome,
  TOPICS,
} from '../insights/publication/audit-publication.ts';
import { day } from './day.ts';
import { markdownCode, markdownText, plainText } from './escape.ts';
import { officeName, policyTitle, type ReportFrame, whomToAsk } from './frame.ts';
import type { Words } from './words.ts';

/** The comment that asks for it, or for another look. */
export const PUBLISH_COMMAND = '/portreeve publish';

/** What only people can decide, in the order in which they would. */
const TASKS = ['rights', 'secrets', 'personal-data', 'notices', 'people', 'decision'] as const;
const MOST_NAMES = 20;
const SIGNS: Readonly<Record<PublicationOutcome, string>> = { fine: '✅', look: '👀', unknown: '❔' };

/** The list for people of a repository that is to become public. It is written once, and is theirs from then on. */
export function renderPublicationIssue(
  frame: ReportFrame,
  repository: string,
): { readonly title: string; readonly body: string } {
  const { words } = frame;
  const body = [
    words.say('publication.intro', { owner: markdownText(frame.owner) }),
    ...decisions(frame),
    whomToAsk(frame),
    `---\n${words.say('footer', { office: officeName(frame) })}`,
  ];
  return { title: words.say('publication.title', { repository: plainText(repository) }), body: body.join('\n\n') };
}

/** What was found, below that list: edited in place, and the same as long as nothing changes. Markdown. */
export function renderPublicationComment(frame: ReportFrame, items: readonly PublicationItem[]): string {
  const { words } = frame;
  return [
    renderPublicationFindings(frame, items),
    words.say('publication.again', { command: markdownCode(PUBLISH_COMMAND) }),
    words.say('footer', { office: officeName(frame) }),
  ].join('\n\n');
}

/** What was found, topic by topic. Markdown. */
export function renderPublicationFindings(frame: ReportFrame, items: readonly PublicationItem[]): string {
  const { words } = frame;
  const parts = TOPICS.flatMap((topic) => {
    const those = items.filter((item) => item.topic === topic);
    if (those.length === 0) return [];
    return [`#### ${words.say(`publication.topic.${topic}`)}`, those.map((item) => itemPart(frame, item)).join('\n')];
  });
  return [
    `### ${words.say('publication.found')}`,
    words.say('publication.found-intro', { fine: SIGNS.fine, look: SIGNS.look, unknown: SIGNS.unknown }),
    ...parts,
  ].join('\n\n');
}

/** What only people can decide, as a list to tick off. Markdown. */
function decisions({ words }: ReportFrame): string[] {
  return [
    `### ${words.say('publication.decide')}`,
    TASKS.map((task) => `- [ ] ${words.say(`publication.task.${task}`)}`).join('\n'),
    words.say('publication.fresh'),
  ];
}

/** All of it on one page, for whoever has only a clone. Markdown. */
export function renderPublicationPage(
  frame: ReportFrame,
  repository: string,
  items: readonly PublicationItem[],
): string {
  const title = `## ${markdownText(frame.words.say('publication.title', { repository: plainText(repository) }))}`;
  return `${[title, renderPublicationFindings(frame, items), ...decisions(frame)].join('\n\n')}\n`;
}

function itemPart(frame: ReportFrame, { outcome, finding }: PublicationItem): string {
  const { words } = frame;
  const names = namesOf(frame, finding);
  const more = names.length - MOST_NAMES;
  return [
    `- ${SIGNS[outcome]} ${sentenceOf(words, finding)}`,
    ...names.slice(0, MOST_NAMES).map((name) => `  - ${name}`),
    ...(more > 0 ? [`  - ${words.say('section.more', { count: more })}`] : []),
  ].join('\n');
}

function sentenceOf(words: Words, finding: PublicationFinding): string {
  switch (finding.code) {
    case 'license.found':
      return words.say('publication.license.found', {
        licenses: finding.licenses.map((id) => markdownCode(id)).join(', '),
      });
    case 'history.size': {
      const { commits: count, since } = finding;
      if (since === null) return words.say('publication.history.none');
      return words.say('publication.history.size', { count, date: day(words.language, since) });
    }
    case 'history.rest':
      return words.say('publication.history.rest', { count: finding.read });
    case 'history.large':
      return words.say('publication.history.large', { megabytes: finding.megabytes });
    case 'history.addresses':
      return words.say('publication.history.addresses', { count: finding.count });
    case 'policies.met':
      return words.say('publication.policies.met', { count: finding.count });
    case 'unknown':
      return words.say('publication.unknown', { reason: markdownText(finding.reason) });
    default:
      return words.say(`publication.${finding.code}`);
  }
}

function namesOf(frame: ReportFrame, finding: PublicationFinding): string[] {
  if ('paths' in finding) return finding.paths.map((path) => markdownCode(path));
  if ('domains' in finding) return finding.domains.map((domain) => markdownText(domain));
  return 'policies' in finding ? finding.policies.map((policy) => policyTitle(frame, policy)) : [];
}

import type { ContributionFinding } from '../contributions/finding.ts';
import type { Conversation, Tone } from '../contributions/onboarding.ts';
import { LANGUAGES } from '../core/language.ts';
import type { VerdictChange } from '../plan/compare-verdicts.ts';
import { type AgreementsShown, agreementParts } from './agreements.ts';
import { day } from './day.ts';
import { markdownBlock, markdownCode, markdownLink, markdownText } from './escape.ts';
import { fitting } from './fitting.ts';
import { officeName, policyTitle, type ReportFrame, whomToAsk } from './frame.ts';
import type { HelpfulPlaces, Place } from './places.ts';

/** Something to type or to copy. */
export interface MendingStep {
  /** `git`: commands that add a sign-off; `browser`: a commit message for people without git; null: `says` says it all. */
  readonly way: 'git' | 'browser' | null;
  /** In English, as Markdown of our own; shown where `way` is null. */
  readonly says: string;
  readonly lines: readonly string[];
}

/** What commits are missing. */
export interface MissingInCommits {
  /** How many have no sign-off of their author. */
  readonly signOffs: number;
  /** Whether any lacks a sign-off that counts. */
  readonly lacksSignOff: boolean;
  /** What else is wrong, each sentence with its commit; null where it is about all of them. */
  readonly others: readonly Pick<ContributionFinding, 'sha' | 'code' | 'told' | 'message'>[];
  readonly steps: readonly MendingStep[];
  /** Who has to sign which agreement; null: nobody. */
  readonly agreements: AgreementsShown | null;
  /** The check that says it of each commit. */
  readonly checkName: string;
}

export interface Missing {
  readonly commits: MissingInCommits | null;
  /** Policies that the pull request itself breaks. */
  readonly policies: readonly VerdictChange[];
}

export interface LivingCommentContent {
  readonly kind: Conversation['kind'];
  readonly tone: Tone;
  readonly isFirst: boolean;
  /** Login of who is spoken to. */
  readonly author: string;
  readonly missing: Missing;
  /** Something could not be found out, so nobody may say that nothing is missing. */
  readonly isUnknown: boolean;
  readonly promise: { readonly days: number; readonly until: string; readonly isBroken: boolean } | null;
  readonly places: HelpfulPlaces;
}

/** GitHub takes 65 536 characters in a comment; nobody reads half of that. */
const LONGEST_LIST = 6_000;
const LONGEST_STEPS = 12_000;

const CERTIFICATE = { name: 'Developer Certificate of Origin', url: 'https://developercertificate.org/' };

/** The one comment for a contributor from outside: the next state takes the place of the one before. Markdown. */
export function renderLivingComment(frame: ReportFrame, content: LivingCommentContent): string {
  const isOver = content.tone === 'thanks' || content.tone === 'farewell';
  const parts = isOver
    ? [greeting(frame, content)]
    : [
        greeting(frame, content),
        ...missingPart(frame, content),
        ...nextPart(frame, content),
        ...askPart(frame, content),
      ];
  return [...parts, footer(frame, isOver)].join('\n\n');
}

function greeting({ words, owner }: ReportFrame, { kind, tone, isFirst, author }: LivingCommentContent): string {
  const told = { author: `**${markdownText(author)}**`, owner: markdownText(owner) };
  switch (tone) {
    case 'welcome':
      return words.say(kind === 'issue' ? 'welcome.issue' : 'welcome.pull-request', told);
    case 'help':
      return words.say('welcome.back', { author: told.author });
    case 'thanks':
      return isFirst ? words.say('thanks.first', told) : words.say('thanks.again', { author: told.author });
    case 'farewell':
      return words.say('farewell', { author: told.author });
  }
}

function missingPart(frame: ReportFrame, { kind, missing, isUnknown }: LivingCommentContent): string[] {
  if (kind === 'issue') return [];
  const { words } = frame;
  const unknown = isUnknown ? [words.say('missing.unknown')] : [];
  const found = [...commitsPart(frame, missing.commits), ...policiesPart(frame, missing.policies)];
  if (found.length > 0) return [`### ${words.say('missing.title')}`, ...found, ...unknown];
  return isUnknown ? unknown : [words.say('missing.nothing')];
}

function commitsPart(frame: ReportFrame, commits: MissingInCommits | null): string[] {
  if (commits === null) return [];
  const { words } = frame;
  const { signOffs, others, steps, checkName, agreements } = commits;
  const link = markdownLink(CERTIFICATE.name, CERTIFICATE.url);
  const lines = others.map(({ sha, code, told, message }) => {
    const about = sha === null ? '' : `${markdownCode(sha.slice(0, 12))}: `;
    return `- ${about}${markdownText(words.findingText(code, told, message), { max: 600 })}`;
  });
  const shown = (those: readonly MendingStep[]) =>
    fitting(
      words,
      those.map((step) => stepOf(words, step)),
      LONGEST_STEPS,
    );
  const parts = [
    ...(signOffs === 0
      ? []
      : [`${words.say('missing.sign-offs', { count: signOffs })} ${words.say('missing.sign-off-why', { link })}`]),
    ...shown(steps.filter(({ way }) => way !== null)),
    ...(others.length === 0
      ? []
      : [
          words.say('missing.commits', { count: new Set(others.map(({ sha }) => sha)).size }),
          fitting(words, lines, LONGEST_LIST).join('\n'),
        ]),
    ...shown(steps.filter(({ way }) => way === null)),
    ...(agreements === null ? [] : agreementParts(frame, agreements, { longest: LONGEST_STEPS })),
  ];
  if (parts.length === 0) return [];
  return [...parts, words.say('missing.check', { check: markdownCode(checkName) })];
}

function stepOf({ say }: ReportFrame['words'], { way, says, lines }: MendingStep): string {
  const sentence = way === null ? says : say(way === 'git' ? 'missing.with-git' : 'missing.in-browser');
  return lines.length === 0 ? sentence : `${sentence}\n\n${markdownBlock(lines.join('\n'))}`;
}

function policiesPart(frame: ReportFrame, policies: readonly VerdictChange[]): string[] {
  if (policies.length === 0) return [];
  const { words, owner } = frame;
  const lines = policies.map(({ verdict, broken }) => {
    const title = `**${policyTitle(frame, verdict.policy)}** (${words.say(`severity.${verdict.severity}`)})`;
    const found = broken.map(({ message }) => markdownText(message)).join(' ');
    const meta = frame.policies.find(({ id }) => id === verdict.policy)?.meta;
    const mend = meta === undefined ? '' : words.policyText(verdict.policy, 'remediation', meta.remediation);
    return `- ${title}: ${found} ${mend}`.trimEnd();
  });
  return [
    words.say('missing.policies', { count: policies.length, owner: markdownText(owner) }),
    fitting(words, lines, LONGEST_LIST).join('\n'),
  ];
}

function nextPart({ words }: ReportFrame, { kind, promise }: LivingCommentContent): string[] {
  return [
    `### ${words.say('next.title')}`,
    [words.say(kind === 'issue' ? 'next.issue' : 'next.review'), ...promiseOf(words, promise)].join(' '),
  ];
}

function promiseOf({ say, language }: ReportFrame['words'], promise: LivingCommentContent['promise']): string[] {
  if (promise === null) return [];
  const date = day(language, promise.until);
  return [promise.isBroken ? say('next.broken', { date }) : say('next.promise', { count: promise.days, date })];
}

function askPart(frame: ReportFrame, { places }: LivingCommentContent): string[] {
  const { words } = frame;
  const { contributing, support, codeOwners, owners } = places;
  const linked = ({ name, url }: Place): string => (url === null ? markdownCode(name) : markdownLink(name, url));
  const items = [
    words.say('ask.here'),
    ...(contributing === null ? [] : [words.say('ask.contributing', { file: linked(contributing) })]),
    ...(support.length === 0 ? [] : [words.say('ask.support', { place: support.map(linked).join(', ') })]),
    // In code, so that nobody is called by it: GitHub itself asks them for their review.
    ...(owners.length === 0
      ? []
      : [words.say('ask.owners-of', { owners: owners.map((one) => markdownCode(one)).join(', ') })]),
    ...(codeOwners === null ? [] : [words.say('ask.owners-file', { file: linked(codeOwners) })]),
    whomToAsk(frame),
  ];
  return [`### ${words.say('ask.title')}`, items.map((item) => `- ${item}`).join('\n')];
}

function footer(frame: ReportFrame, isOver: boolean): string {
  const { words } = frame;
  const languages = LANGUAGES.map((language) => markdownCode(language)).join(' ');
  const help = [
    words.say('welcome.program'),
    ...(isOver ? [] : [words.say('next.update')]),
    words.say('language.help', {
      command: markdownCode(`/portreeve language ${exampleOf(words.language)}`),
      languages,
    }),
  ];
  return `---\n<sub>${help.join(' ')}</sub>\n\n${words.say('footer', { office: officeName(frame) })}`;
}

/** Another language than the one that is read already. */
function exampleOf(language: ReportFrame['words']['language']): string {
  return language === 'nl' ? 'en' : 'nl';
}

import type { BrakeLimits, HeldPlan, HoldReason, Refusal } from '../plan/brake.ts';
import { markdownCode, markdownText } from './escape.ts';
import { officeName, policyTitle, type ReportFrame } from './frame.ts';
import type { SentenceKey } from './words.ts';

export interface HeldContent {
  /** Logins of those whom the configuration names. */
  readonly approvers: readonly string[];
  /** Everybody may read it, or a whole enterprise: then repositories and what is restricted are counted, not named. */
  readonly isPublic: boolean;
  readonly limits: BrakeLimits;
  /** An approval was given that does not count. */
  readonly refusal: Refusal | null;
}

export interface HeldText {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** More repositories than these are counted, not named. */
const MOST_NAMES = 10;

/** The issue that tells what waits for an approver, why, and how it is released. */
export function renderHeld(frame: ReportFrame, held: HeldPlan, content: HeldContent): HeldText {
  const { words, owner } = frame;
  const count = held.repositories.length;
  const candidate = held.basis === 'candidate' ? [words.say('held.candidate')] : [];
  const parts = [
    introOf(frame, held.reason, content.limits),
    ...candidate,
    words.say('held.size', { count, total: held.total, owner: markdownText(owner) }),
    ...listOf(words.say('held.kinds'), kindsOf(frame, held)),
    ...listOf(words.say('held.policies'), policiesOf(frame, held)),
    ...(content.isPublic ? [] : listOf(words.say('held.repositories'), namesOf(frame, held))),
    `## ${words.say('held.approve')}`,
    ...howTo(frame, held, content),
    ...(content.refusal === null ? [] : [`**${words.say(`held.refused.${content.refusal}`)}**`]),
    words.say('held.undo'),
    footer(frame),
  ];
  return { title: words.say('held.title'), body: parts.join('\n\n') };
}

/** What the issue says when nothing waits any more. @param approver null: nobody released it, it was taken back */
export function renderReleased(frame: ReportFrame, approver: string | null): HeldText {
  const { words } = frame;
  const outcome =
    approver === null ? words.say('held.nothing') : words.say('held.released', { approver: markdownCode(approver) });
  return { title: words.say('held.title'), body: [outcome, footer(frame)].join('\n\n') };
}

function introOf({ words, owner }: ReportFrame, reason: HoldReason, limits: BrakeLimits): string {
  switch (reason) {
    case 'first-enforcement':
      return words.say('held.first', { owner: markdownText(owner) });
    case 'many-repositories':
      return words.say('held.many', { limit: limits.repositories });
    case 'large-share':
      return words.say('held.share', { limit: limits.percent });
    case 'many-lately':
      return words.say('held.lately', { limit: limits.repositories });
    case 'brake-loosened':
      return words.say('held.loosened');
  }
}

const KINDS = [
  ['held.kind.issues', ['create-issue']],
  ['held.kind.issues-changed', ['update-issue']],
  ['held.kind.proposals', ['open-proposal']],
  ['held.kind.proposals-changed', ['update-proposal', 'set-proposal-state']],
] as const satisfies readonly (readonly [SentenceKey, readonly string[]])[];

function kindsOf({ words }: ReportFrame, { repositories }: HeldPlan): string[] {
  const kinds = repositories.flatMap(({ writes }) => writes.map((name) => name.split(' ', 1)[0] ?? ''));
  return KINDS.flatMap(([key, those]) => {
    const count = kinds.filter((kind) => those.some((each) => each === kind)).length;
    return count === 0 ? [] : [words.say(key, { count })];
  });
}

function policiesOf(frame: ReportFrame, { repositories }: HeldPlan): string[] {
  const { words, policies } = frame;
  const lines = policies.flatMap(({ id }) => {
    const count = repositories.filter((plan) => plan.policies.includes(id)).length;
    return count === 0 ? [] : [words.say('held.policy', { count, policy: policyTitle(frame, id) })];
  });
  const restricted = repositories.reduce((sum, plan) => sum + plan.restricted, 0);
  return restricted === 0 ? lines : [...lines, words.say('held.restricted', { count: restricted })];
}

function namesOf({ words }: ReportFrame, { repositories }: HeldPlan): string[] {
  const names = repositories.map(({ name }) => name).sort();
  const more = names.length - MOST_NAMES;
  return [
    ...names.slice(0, MOST_NAMES).map((name) => markdownCode(name)),
    ...(more > 0 ? [words.say('section.more', { count: more })] : []),
  ];
}

function howTo(
  { words, owner, configurationFile }: ReportFrame,
  { hash }: HeldPlan,
  { approvers }: HeldContent,
): string[] {
  const operator = words.say('held.operator', { command: markdownCode(`portreeve approve ${owner} ${hash}`) });
  if (approvers.length === 0) {
    const place = { key: markdownCode('brake.approvers'), file: markdownCode(configurationFile) };
    return [words.say('held.no-approvers', place), operator];
  }
  const names = approvers.map((login) => markdownCode(login)).join(', ');
  return [
    words.say('held.how', { command: markdownCode(`/portreeve approve ${hash}`) }),
    words.say('held.approvers', { names }),
    operator,
  ];
}

function listOf(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.map((line) => `- ${line}`).join('\n')];
}

function footer(frame: ReportFrame): string {
  return `---\n${frame.words.say('footer', { office: officeName(frame) })}`;
}

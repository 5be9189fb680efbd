import type { Account } from './commit.ts';

/** What GitHub says of somebody's rights on a repository. */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

/** A person's word that some commits go in without a sign-off. */
export interface Override {
  /** Exactly these, and no commit that comes later. */
  readonly shas: readonly string[];
  /** Who said so, as GitHub attested it. */
  readonly by: Account;
  /** What they might do on the repository at that time. */
  readonly role: Role;
  readonly reason: string;
  /** ISO 8601, UTC: from then on it counts no more. */
  readonly expiresAt: string;
}

const MAY_OVERRIDE: readonly Role[] = ['admin', 'maintain'];

/** Whether somebody with this role may take commits in without a sign-off: who may merge is not enough. */
export function mayOverride(role: Role): boolean {
  return MAY_OVERRIDE.includes(role);
}

/** Those that count, by the commits that they cover: of a person with the role, with a reason, and not yet expired. */
export function overridesInForce(overrides: readonly Override[], now: Date): ReadonlyMap<string, Override> {
  const inForce = overrides.filter(
    ({ by, role, reason, expiresAt }) =>
      by.type === 'User' && mayOverride(role) && reason.trim() !== '' && new Date(expiresAt) > now,
  );
  return new Map(inForce.flatMap((override) => override.shas.map((sha) => [sha, override] as const)));
}

/** What the command begins with, on a line of its own. */
export const OVERRIDE_COMMAND = '/portreeve override sign-off';

/**
 * What the buttons below the check give as the reason, by their identifiers on GitHub: a button has no room for words of
 * one's own. Each counts as long as a command that names no day.
 */
export const OVERRIDE_BUTTONS = {
  'override-employee': 'The work of an employee, by contract.',
  'override-no-answer': 'Its author can no longer be reached.',
} as const;
export type OverrideButton = keyof typeof OVERRIDE_BUTTONS;
export const OVERRIDE_BUTTON_NAMES = Object.keys(OVERRIDE_BUTTONS) as readonly OverrideButton[];

/** Until when an override counts that was given at this moment, and names no day. */
export function usualEnd(givenAt: Date): Date {
  return new Date(givenAt.getTime() + USUAL_DAYS * DAY);
}

/** Why a command that was given by somebody who may does not count. */
export const OVERRIDE_PROBLEM_NAMES = [
  'edited',
  'no-reason',
  'too-long',
  'past',
  'too-far',
  'twice',
  'later-commits',
  'no-role',
] as const;
export type OverrideProblem = (typeof OVERRIDE_PROBLEM_NAMES)[number];

/** Each as the rest of a sentence, with what to do. */
export const OVERRIDE_PROBLEMS: Readonly<Record<OverrideProblem, string>> = {
  edited: 'its comment was edited; write a new one.',
  'no-reason': 'it gives no reason; write one after “sign-off”.',
  'too-long': 'its reason is longer than 300 characters.',
  past: 'the day that it names is over, or is none.',
  'too-far': 'the day that it names is more than a year away.',
  twice: 'its comment holds it twice; write it once.',
  'later-commits': 'these commits had not been judged yet when it was given; look at them, and give it again.',
  'no-role': 'only people with the role maintain or admin may give it.',
};

/** What a comment asks for. */
export type OverrideWish =
  | { readonly ok: true; readonly reason: string; readonly expiresAt: string }
  | { readonly ok: false; readonly problem: OverrideProblem };

const LONGEST_REASON = 300;
/** Where the command names no day: longer than most pull requests are open. */
const USUAL_DAYS = 30;
const MOST_DAYS = 365;
const DAY = 86_400_000;

/**
 * Reads `/portreeve override sign-off REASON [until YYYY-MM-DD]` out of a comment. The day is the last on which it
 * counts, in UTC.
 * @returns null where the comment does not hold the command
 */
export function readOverrideCommand(body: string, now: Date): OverrideWish | null {
  const given = body.split('\n').flatMap((line) => {
    const rest = line.startsWith(OVERRIDE_COMMAND) ? line.slice(OVERRIDE_COMMAND.length) : null;
    return rest !== null && (rest.trim() === '' || /^[ \t]/.test(rest)) ? [rest.trim()] : [];
  });
  const [command, another] = given;
  if (command === undefined) return null;
  if (another !== undefined) return { ok: false, problem: 'twice' };
  const until = dayAtEnd(command);
  const reason = (until === null ? command : command.slice(0, until.start)).trim();
  if (reason === '') return { ok: false, problem: 'no-reason' };
  if (reason.length > LONGEST_REASON) return { ok: false, problem: 'too-long' };
  const expiresAt = until === null ? usualEnd(now).getTime() : until.endsAt;
  if (!(expiresAt > now.getTime())) return { ok: false, problem: 'past' };
  if (expiresAt > now.getTime() + (MOST_DAYS + 1) * DAY) return { ok: false, problem: 'too-far' };
  return { ok: true, reason, expiresAt: new Date(expiresAt).toISOString() };
}

/** `until 2027-01-31` as the last words; the end of that day, `NaN` where there is no such day. */
function dayAtEnd(command: string): { readonly start: number; readonly endsAt: number } | null {
  const words = /(?:^|[ \t])until[ \t]+(\d{4}-\d{2}-\d{2})\.?$/.exec(command.slice(-40));
  const day = words?.[1];
  if (words === null || day === undefined) return null;
  const begins = Date.parse(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(begins) && new Date(begins).toISOString().startsWith(day);
  return { start: command.length - words[0].length, endsAt: isDay ? begins + DAY : Number.NaN };
}

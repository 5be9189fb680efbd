import { z } from 'zod';
import type { Account, Commit, VerifiedBy } from './commit.ts';
import { signedBy } from './signature.ts';

/** The most commits that GitHub lists of one pull request, on however many pages. */
export const MOST_LISTED = 250;
/** How many it answers at a time, unless asked otherwise, and at most. */
const PAGES: readonly number[] = [30, 100];

const ZERO = '0'.repeat(40);

const sha = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i, 'is not the id of a commit: 40 or 64 hexadecimal digits')
  .transform((id) => id.toLowerCase());
const person = z
  .object({ name: z.string().nullish(), email: z.string().nullish() })
  .nullable()
  .transform((given) => ({ name: given?.name ?? null, email: given?.email ?? null }));
const account = z
  .union([
    z.object({
      id: z.int().positive(),
      login: z.string(),
      type: z.enum(['User', 'Bot', 'Organization', 'Mannequin']).catch('User'),
    }),
    // GitHub answers an empty object for an account that is gone.
    z.record(z.string(), z.never()).transform(() => null),
    z.null(),
  ])
  .optional()
  .transform((given): Account | null => given ?? null);

const listed = z.object({
  sha,
  commit: z.object({
    message: z.string(),
    author: person,
    committer: person.optional().transform((given) => given ?? { name: null, email: null }),
    verification: z.object({ verified: z.boolean() }).nullish(),
  }),
  author: account,
  committer: account,
  parents: z.array(z.object({ sha })).optional(),
});

export type CommitsReading =
  | {
      readonly ok: true;
      readonly commits: readonly Commit[];
      readonly incomplete: string | null;
      readonly doubt: string | null;
      readonly hasAccounts: boolean;
    }
  /** What is wrong with it, and where, in one sentence. */
  | { readonly ok: false; readonly problem: string };

/**
 * Reads what GitHub's REST API answers to "list commits on a pull request".
 * @param text the JSON; @param count how many commits the pull request has, where that is known
 */
export function readCommits(text: string, count: number | null): CommitsReading {
  const json = parse(text);
  if (!json.ok) return json;
  const reading = z.array(listed).safeParse(json.value);
  if (!reading.success) return { ok: false, problem: describe(reading.error, json.value) };
  const commits = reading.data.map((entry, index): Commit => {
    // A list without parents is taken for a line.
    const parents = entry.parents?.map((parent) => parent.sha) ?? [reading.data[index - 1]?.sha ?? ZERO];
    const { message, author, committer } = entry.commit;
    return {
      sha: entry.sha,
      parents,
      message,
      author,
      committer,
      authorAccount: entry.author,
      committerAccount: entry.committer,
      verifiedBy: verifiedBy(entry),
      merge: null,
      revertOf: null,
    };
  });
  const seen = new Set<string>();
  for (const { sha: id } of commits) {
    if (seen.has(id)) return { ok: false, problem: `The commit ${id} is in it twice.` };
    seen.add(id);
  }
  return {
    ok: true,
    commits,
    incomplete: incomplete(commits.length, count),
    doubt: doubt(commits.length, count),
    hasAccounts: Array.isArray(json.value) && json.value.every((entry) => 'author' in entry),
  };
}

function parse(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string } {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\ufeff/, '')) };
  } catch (error) {
    // It quotes what it could not read, line ends included.
    const reason = error instanceof SyntaxError ? error.message.replaceAll(/\s+/g, ' ') : '';
    return { ok: false, problem: `It is not JSON: ${reason.slice(0, 200)}.` };
  }
}

function describe(error: z.ZodError, value: unknown): string {
  if (!Array.isArray(value)) {
    const message = typeof value === 'object' && value !== null && 'message' in value ? value.message : null;
    const said = typeof message === 'string' ? ` It says “${message.slice(0, 200)}”.` : '';
    return `It is not an array of commits.${said}`;
  }
  const [issue] = error.issues;
  const [index, ...path] = issue?.path ?? [];
  const key = path.length === 0 ? 'it' : path.map(String).join('.');
  return `In the commit number ${Number(index) + 1} of the array: ${key}: ${issue?.message ?? 'not as expected'}.`;
}

function verifiedBy({ commit, committer }: z.infer<typeof listed>): VerifiedBy {
  return commit.verification?.verified === true ? signedBy(commit.committer, committer) : null;
}

function incomplete(listedCount: number, count: number | null): string | null {
  if (count !== null) {
    return count === listedCount ? null : `The file holds ${listedCount} commits, and the pull request has ${count}.`;
  }
  if (listedCount === MOST_LISTED) {
    return `GitHub lists no more than ${MOST_LISTED} commits of a pull request, and that is how many the file holds: there may be more.`;
  }
  return null;
}

function doubt(listedCount: number, count: number | null): string | null {
  if (count !== null || !PAGES.includes(listedCount)) return null;
  return `The file holds ${listedCount} commits, which is a full page of GitHub’s answer: see that it is not only the first.`;
}

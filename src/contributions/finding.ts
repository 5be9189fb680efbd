/** `notice`: worth a word, and nothing waits for it. `unknown`: it could not be found out, so it is no pass. */
export type ContributionOutcome = 'pass' | 'notice' | 'not-applicable' | 'fail' | 'unknown';

/** Something to do: a sentence or two, then what to type or to copy, line by line. */
export interface Step {
  /** `git`: commands that add a sign-off; `browser`: a commit message that does; null: what `says` says. */
  readonly way: 'git' | 'browser' | null;
  /** Ours alone, as Markdown: nothing in it comes from outside. */
  readonly says: string;
  readonly lines: readonly string[];
}

/** What is to be done; each step is a way of its own. */
export type Remedy = readonly Step[];

/** One sentence about one commit, or about all together. */
export interface ContributionFinding {
  /** Null where it is about the contribution as a whole. */
  readonly sha: string | null;
  readonly code: ContributionCode;
  readonly outcome: ContributionOutcome;
  /** One sentence, in English; addresses are masked, the rest is as people wrote it, without what nobody sees. */
  readonly message: string;
  /** What the sentence tells of, for those who word it in another language. */
  readonly told: Readonly<Record<string, string | number>>;
  readonly remedy: Remedy | null;
}

/** What the findings come to. */
export type ContributionVerdict = 'pass' | 'fail' | 'unknown';

interface Named {
  readonly who: string;
}

interface Signed {
  readonly agreement: string;
  /** As 2026-11-25. */
  readonly day: string;
}

interface Changed {
  /** The revision, so far as people read it. */
  readonly changed: string;
  readonly until: string;
}

/** Every code with its sentence. A code never changes its meaning: scripts go by it. */
export const SENTENCES = {
  'signed-off': ({ who }: Named) => `Signed off by ${who}.`,
  'signed-off-later': ({ who, by }: Named & { by: string }) => `${who} signed it off in the later commit ${by}.`,
  'signed-off-on-behalf': ({ who, by }: Named & { by: string }) =>
    `It was signed off on behalf of ${who}, in the later commit ${by}.`,
  'no-sign-off': ({ who }: Named) => `There is no sign-off of its author, ${who}.`,
  'sign-off-of-another': ({ who, got }: Named & { got: string }) =>
    `Its author is ${who}, and it is signed off by ${got}.`,
  'sign-off-not-at-the-end': ({ who }: Named) =>
    `The sign-off of ${who} stands where git does not look for it: it belongs into the last paragraph, after a blank line.`,
  'sign-off-outside-trailers': () =>
    'The sign-off stands outside the last paragraph, where git itself does not find it.',
  'malformed-sign-off': ({ problem }: { problem: string }) => `Its sign-off cannot be read: ${problem}`,
  'name-differs': ({ author, got }: { author: string; got: string }) =>
    `The author is called ${author}, and signs off as ${got}, with the same address.`,
  'spaces-in-address': () => 'There are spaces between the angle brackets of the sign-off.',
  'odd-address': ({ email }: { email: string }) => `${email} is an unusual address; no mail may ever reach it.`,
  'odd-identity': () => 'A name holds characters that nobody can see; they were left out of account.',
  'unlinked-email': ({ email }: { email: string }) => `GitHub knows no account for the author’s address ${email}.`,
  'incomplete-author': ({ missing }: { missing: string }) => `The commit’s author has no ${missing}.`,
  'message-too-large': () => 'The commit message is larger than 64 KiB and was not read.',
  merge: () => 'A merge; what it brings in is signed off where it was made.',
  'merge-with-conflicts': () => 'A merge whose conflicts were resolved by hand.',
  'changed-merge': () => 'A merge that changes more than git’s own merge would, so it is judged like any other commit.',
  'merge-not-compared': () => 'A merge that could not be compared with git’s own.',
  'exact-revert': ({ of }: { of: string }) => `It takes back ${of} exactly.`,
  bot: ({ who }: Named) => `Made by the bot ${who}, as GitHub itself attests; a bot can certify nothing.`,
  'unproved-bot': ({ who }: Named) =>
    `It says that the bot ${who} made it, which nothing proves: anybody can write that into a commit.`,
  'exempt-account': ({ who }: Named) => `Made by ${who}, who is excused from signing off.`,
  'unproved-member': ({ who }: Named) => `It says that ${who} made it, who is excused, but nothing proves that.`,
  overridden: ({ who, role, until, reason }: Named & { role: string; until: string; reason: string }) =>
    `${who} (${role}) took it in without a sign-off, which counts until ${until}: ${reason}`,
  'queue-commit-signed-off': () => 'The commit that the merge queue made of it carries a sign-off.',
  'queue-commit-without-sign-off': () =>
    'The commit that the merge queue made of it carries no sign-off: the repository’s settings let its message drop those of the commits.',
  'queue-unread': () => 'The commits that the merge queue made of it could not all be read.',
  'members-unknown': ({ reason }: { reason: string }) =>
    `Who belongs to the organisation is not known, so nobody is excused as a member: ${reason}`,
  'override-void': ({ who, problem }: Named & { problem: string }) =>
    `The override by ${who} does not count: ${problem}`,
  'co-author-signed-off': ({ who }: Named) => `Signed off by the co-author ${who} too.`,
  'co-author-without-sign-off': ({ who }: Named) => `There is no sign-off of the co-author ${who}.`,
  'malformed-co-author': ({ problem }: { problem: string }) => `A co-author cannot be read: ${problem}`,
  'short-sha': ({ by }: { by: string }) => `The later sign-off in ${by} names the commit by a part of its id only.`,
  'later-sign-off-void': ({ by, problem }: { by: string; problem: string }) =>
    `The later sign-off in ${by} does not count: ${problem}`,
  'agent-needs-person': ({ agent }: { agent: string }) =>
    `Its author is ${agent}, a program, which can certify nothing; a person has to answer for it.`,
  'ai-assisted': ({ agents }: { agents: string }) =>
    `Made with the help of ${agents}, as it says. Whoever opened the pull request answers for it.`,
  'ai-undisclosed': ({ agents }: { agents: string }) =>
    `It was made by ${agents}, and no line of the commit message says so.`,
  'ai-forbidden': ({ agents }: { agents: string }) =>
    `It was made with the help of ${agents}, and this project takes no contributions made so.`,
  'impersonation-suspect': ({ who, opener }: Named & { opener: string }) =>
    `It says that ${who} made it, but ${opener} opened the pull request, and nothing proves that ${who} had a part in it.`,
  'handed-on': ({ who, opener }: Named & { opener: string }) =>
    `${opener} hands on a commit of ${who}, whose sign-off nothing proves.`,
  'web-commit-unsigned': () =>
    'It was made in the browser, where GitHub asks for a sign-off only if the repository is set so.',
  'agreement-signed': ({ who, agreement, day }: Named & Signed) => `${who} signed ${agreement} on ${day}.`,
  'agreement-company': ({ who, agreement, day, company }: Named & Signed & { company: string }) =>
    `${who} is covered by ${company}, which signed ${agreement}, since ${day}.`,
  'agreement-imported': ({ who, agreement, day }: Named & Signed) =>
    `${who} signed ${agreement} on ${day}, by records that were taken over from another program and that nothing proves.`,
  'agreement-grace': ({ who, agreement, day, changed, until }: Named & Signed & Changed) =>
    `${who} signed ${agreement} on ${day}; the revision ${changed} changes it. The old signature counts until ${until}, then the new text has to be signed.`,
  'agreement-outdated': ({ who, agreement, day, changed }: Named & Signed & { changed: string }) =>
    `${who} signed ${agreement} on ${day}; the revision ${changed} changes it, and has to be signed anew.`,
  'agreement-ended': ({ who, agreement, day, how }: Named & Signed & { how: string }) =>
    `${who} is no longer covered by ${agreement}: ${how} on ${day}.`,
  'agreement-missing': ({ who, agreement }: Named & { agreement: string }) => `${who} has not signed ${agreement}.`,
  'agreement-exempt': ({ who }: Named) => `${who} need not sign an agreement.`,
  'agreement-unproved': ({ who, opener }: Named & { opener: string }) =>
    `It says that ${who} had a part in it, but ${opener} opened the pull request, and nothing proves that. So no signature of ${who} counts for it.`,
  'agreement-handed-on': ({ who }: Named) =>
    `That ${who} had a part in it is the word of whoever brought it here, and not proved.`,
  'agreement-agent': ({ agent }: { agent: string }) =>
    `${agent} is a program, which can sign nothing; the person who brings its work here answers for it.`,
  'agreement-no-person': () => 'No person stands behind this pull request who could sign for it.',
  'agreement-bot': ({ who }: Named) => `${who} is a bot, as GitHub itself attests; a bot can sign nothing.`,
  'agreement-below-threshold': ({ lines, files }: { lines: number; files: number }) =>
    `The change is small (lines: ${lines}, files: ${files}): no agreement is asked for.`,
  'agreement-not-asked': () => 'No agreement is asked for where this pull request changes something.',
  'agreement-not-needed': () => 'All commits are signed off, so no agreement is asked for.',
  'agreement-instead': ({ agreement }: { agreement: string }) =>
    `It is not signed off, which the signatures under ${agreement} make up for.`,
  'agreement-not-found': ({ agreement }: { agreement: string }) =>
    `The organisation asks for a signature under ${agreement}, and there is no such agreement to be read. That is the organisation’s to mend.`,
  'unidentified-person': ({ who, role }: Named & { role: string }) =>
    `Its ${role} is ${who}. GitHub knows no account of that address, and a name proves nothing: so no signature counts for it.`,
  'unidentified-opener': () => 'The account that opened the pull request is gone, so nobody answers for it.',
  incomplete: ({ reason }: { reason: string }) => `Not all commits could be judged. ${reason}`,
  'perhaps-incomplete': ({ reason }: { reason: string }) => reason,
  // biome-ignore lint/suspicious/noExplicitAny: each sentence has arguments of its own; `never` would lose them
} as const satisfies Readonly<Record<string, (args: any) => string>>;

export type ContributionCode = keyof typeof SENTENCES;
export type ArgumentsOf<C extends ContributionCode> = Parameters<(typeof SENTENCES)[C]>;

/** A finding with its sentence made up. */
export function finding<C extends ContributionCode>(
  subject: { readonly sha: string | null; readonly outcome: ContributionOutcome; readonly remedy?: Remedy | null },
  code: C,
  ...args: ArgumentsOf<C>
): ContributionFinding {
  // biome-ignore lint/suspicious/noExplicitAny: the signature above holds code and arguments together
  const sentence: (given?: any) => string = SENTENCES[code];
  const { sha, outcome, remedy = null } = subject;
  return { sha, code, outcome, message: sentence(args[0]), told: { ...args[0] }, remedy };
}

/** One fail fails all; what could not be found out is no pass. */
export function verdictOf(findings: readonly ContributionFinding[]): ContributionVerdict {
  if (findings.some(({ outcome }) => outcome === 'fail')) return 'fail';
  return findings.length === 0 || findings.some(({ outcome }) => outcome === 'unknown') ? 'unknown' : 'pass';
}

/** The worst of several: where one commit is the head of two pull requests, its one check says the worse. */
export function worstVerdict(verdicts: readonly ContributionVerdict[]): ContributionVerdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length === 0 || verdicts.includes('unknown') ? 'unknown' : 'pass';
}

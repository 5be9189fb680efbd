import { agentOfAccount, agentOfEmail } from '../agents.ts';
import type { Account, Commit, PullRequestOrigin } from '../commit.ts';
import {
  type ContributionCode,
  type ContributionFinding,
  type ContributionVerdict,
  finding,
  type Remedy,
  verdictOf,
} from '../finding.ts';
import { describeIdentity, visibleOnly } from '../identity.ts';
import { resetAuthors, resetCommitters } from '../mending.ts';
import { openerName } from '../proof.ts';
import { type AgreementRecord, bestCover, type Cover, isCovering, type SignatureRecord } from './coverage.ts';
import { shortRevision } from './revision.ts';
import { type Part, type Subject, subjectsOf } from './subjects.ts';

/** What an organisation demands by way of agreements, where it demands any. */
export interface AgreementDemand {
  /** A signature under any one of them will do. */
  readonly agreements: readonly AgreementRecord[];
  /** Ids of agreements that are demanded, and of which no text is known. */
  readonly notFound: readonly string[];
  readonly coAuthors: 'ignore' | 'warn' | 'require';
  readonly skipsMerges: boolean;
  /** Accounts that need not sign, by their numeric id. */
  readonly exemptAccounts: ReadonlySet<number>;
  /** Changes with fewer lines, and fewer files, than are named here need no signature; null: not looked at. */
  readonly minimum: { readonly lines: number | null; readonly files: number | null };
}

/** What is to be covered. */
export interface AgreementSubject {
  readonly commits: readonly Commit[];
  readonly pullRequest: PullRequestOrigin;
  /** Lines added and removed, and files changed, as GitHub counts them; of pictures and the like it counts no lines. */
  readonly size: { readonly lines: number; readonly files: number; readonly areLinesCounted: boolean };
}

/** Somebody who is asked to sign. */
export interface AskedSignature {
  readonly account: Account;
  /** What the account had signed before, where that counts no more, or not for long. */
  readonly previous: Cover | null;
  /** Until when the old signature counts; null: it does not. */
  readonly until: string | null;
}

/** What became of the people behind a pull request. */
export interface AgreementReport {
  readonly verdict: ContributionVerdict;
  readonly findings: readonly ContributionFinding[];
  /** Whoever can mend it by signing, each once. */
  readonly asked: readonly AskedSignature[];
  /** Accounts whose signature or its end may change the verdict. */
  readonly people: readonly number[];
}

/**
 * Decides whether all people behind a pull request are bound by an agreement: by account, never by a name or an
 * address. Whoever opened it is one of them, so nobody gets in under another's signature alone.
 */
export function judgeAgreements(
  subject: AgreementSubject,
  demand: AgreementDemand,
  signatures: readonly SignatureRecord[],
  now: Date,
): AgreementReport {
  const whole = wholeOf(subject, demand);
  if (whole !== null) return { verdict: verdictOf([whole]), findings: [whole], asked: [], people: [] };
  const { commits, pullRequest } = subject;
  const { skipsMerges, coAuthors } = demand;
  const subjects = subjectsOf(commits, pullRequest, { skipsMerges, withCoAuthors: coAuthors !== 'ignore' });
  const context = { demand, signatures, now, commits, pullRequest };
  const judged = subjects.map((one) => judgeSubject(one, context));
  const noPerson = subjects.some(({ kind }) => kind === 'agent') && subjects.every(({ kind }) => kind !== 'person');
  const findings = [
    ...judged.flatMap((one) => one.findings),
    ...(noPerson ? [finding({ sha: null, outcome: 'fail', remedy: LET_A_PERSON }, 'agreement-no-person')] : []),
  ];
  return {
    verdict: verdictOf(findings),
    findings,
    asked: judged.flatMap(({ asked }) => (asked === null ? [] : [asked])),
    people: subjects.flatMap(({ account, kind }) => (account === null || kind !== 'person' ? [] : [account.id])),
  };
}

/** What a signature mends, and nothing else does. */
export function isUnsigned(code: ContributionCode): boolean {
  return code === 'agreement-missing' || code === 'agreement-outdated' || code === 'agreement-ended';
}

const LET_A_PERSON: Remedy = [
  {
    way: null,
    says: 'Let the person who had it made open the pull request, or push a commit of their own to it.',
    lines: [],
  },
];

/** What is to be said before anybody is looked at; null: nothing. */
function wholeOf(
  { pullRequest, size }: AgreementSubject,
  { agreements, notFound, minimum }: AgreementDemand,
): ContributionFinding | null {
  const { lines, files } = minimum;
  const hasFewLines = lines === null || (size.areLinesCounted && size.lines < lines);
  const hasFewFiles = files === null || size.files < files;
  if ((lines !== null || files !== null) && hasFewLines && hasFewFiles) {
    const told = { lines: size.lines, files: size.files };
    return finding({ sha: null, outcome: 'not-applicable' }, 'agreement-below-threshold', told);
  }
  if (agreements.length === 0) {
    return finding({ sha: null, outcome: 'unknown' }, 'agreement-not-found', { agreement: notFound.join(', ') });
  }
  if (pullRequest.opener !== null) return null;
  const says = 'Let somebody who can answer for it open it again, from the same branch.';
  return finding({ sha: null, outcome: 'fail', remedy: [{ way: null, says, lines: [] }] }, 'unidentified-opener');
}

interface Context {
  readonly demand: AgreementDemand;
  readonly signatures: readonly SignatureRecord[];
  readonly now: Date;
  readonly commits: readonly Commit[];
  readonly pullRequest: PullRequestOrigin;
}

interface Judged {
  readonly findings: readonly ContributionFinding[];
  readonly asked: AskedSignature | null;
}

function judgeSubject(subject: Subject, context: Context): Judged {
  const { account, identity, kind, parts } = subject;
  const sha = firstSha(parts);
  const who = account === null ? describeIdentity(identity) : visibleOnly(account.login);
  const excused = { sha, outcome: 'not-applicable' } as const;
  if (kind === 'agent') {
    const agent = (agentOfAccount(account) ?? agentOfEmail(identity.email))?.name ?? who;
    return saying(finding(excused, 'agreement-agent', { agent }));
  }
  if (kind === 'bot') return saying(finding(excused, 'agreement-bot', { who }));
  if (account === null) return saying(...unidentified(subject, who, context));
  // A bot never signs, so nobody is asked for it.
  if (account.type === 'Bot')
    return saying(finding({ sha, outcome: 'fail', remedy: PROVE_IT }, 'unproved-bot', { who }));
  const unproved = unprovedFindings(subject, who, context);
  const handedOn = handedOnFindings(subject, who);
  const isProved = parts.every(({ attestation, role }) => attestation !== 'claimed' && role !== 'co-author');
  if (context.demand.exemptAccounts.has(account.id) && isProved && handedOn.length === 0) {
    return saying(finding(excused, 'agreement-exempt', { who }));
  }
  // Asking them to sign would not help: the commit may not be theirs at all.
  if (unproved.length > 0 && parts.every(({ attestation }) => attestation === 'claimed')) return saying(...unproved);
  const cover = judgeCover(account, who, context, sha, outcomeFor(parts, context.demand));
  return { findings: [...cover.findings, ...unproved, ...handedOn], asked: cover.asked };
}

function saying(...findings: readonly ContributionFinding[]): Judged {
  return { findings, asked: null };
}

/** Who is only named in a message is asked for as far as the organisation wants it. */
function outcomeFor(parts: readonly Part[], { coAuthors }: AgreementDemand): 'fail' | 'notice' {
  return parts.every(({ role }) => role === 'co-author') && coAuthors === 'warn' ? 'notice' : 'fail';
}

function firstSha(parts: readonly Part[]): string | null {
  return parts.some(({ role }) => role === 'opener') ? null : (parts[0]?.sha ?? null);
}

function judgeCover(
  account: Account,
  who: string,
  { demand, signatures, now }: Context,
  sha: string | null,
  lacking: 'fail' | 'notice',
): Judged {
  const { agreements } = demand;
  const cover = bestCover(account.id, signatures, agreements, now);
  const names = agreements.map(({ id }) => id).join(' or ');
  if (cover === null) {
    const missing = finding({ sha, outcome: lacking }, 'agreement-missing', { who, agreement: names });
    return { findings: [missing], asked: { account, previous: null, until: null } };
  }
  const { signature, agreement, standing } = cover;
  const told = { who, agreement: agreement.id, day: dayOf(signature.signedAt) };
  if (isCovering(standing)) {
    const pass = { sha, outcome: 'pass' } as const;
    const covered =
      signature.company === null
        ? finding(pass, 'agreement-signed', told)
        : finding(pass, 'agreement-company', { ...told, company: visibleOnly(signature.company) });
    const notice = { sha, outcome: 'notice' } as const;
    const findings = [
      signature.isUnproved ? finding(notice, 'agreement-imported', told) : covered,
      ...(standing.status === 'grace'
        ? [
            finding(notice, 'agreement-grace', {
              ...told,
              changed: shortRevision(standing.replacedBy.revision),
              until: dayOf(standing.until),
            }),
          ]
        : []),
    ];
    const asked = standing.status === 'grace' ? { account, previous: cover, until: standing.until } : null;
    return { findings, asked };
  }
  const ended =
    standing.status === 'ended'
      ? finding({ sha, outcome: lacking }, 'agreement-ended', {
          ...told,
          how: ENDED[standing.how],
          day: dayOf(standing.at),
        })
      : finding({ sha, outcome: lacking }, 'agreement-outdated', {
          ...told,
          changed: standing.status === 'outdated' ? shortRevision(standing.replacedBy.revision) : '',
        });
  return { findings: [ended], asked: { account, previous: cover, until: null } };
}

const ENDED = {
  withdrawn: 'they withdrew their signature',
  revoked: 'the organisation revoked the signature',
  removed: 'their company took them off its list',
  terminated: 'the agreement with their company ended',
} as const;

/** One finding for each address: all commits that carry it are mended together. */
function unidentified({ parts }: Subject, who: string, { demand, commits, pullRequest }: Context) {
  const [first] = parts;
  const role = first?.role ?? 'author';
  const isNamed = parts.every((part) => part.role === 'co-author');
  const outcome = outcomeFor(parts, demand);
  const remedy = isNamed ? NAME_AN_ACCOUNT : identify(commits, pullRequest, parts);
  const about = { sha: first?.sha ?? null, outcome, remedy: outcome === 'fail' ? remedy : null };
  return [finding(about, 'unidentified-person', { who, role })];
}

const NAME_AN_ACCOUNT: Remedy = [
  {
    way: null,
    says: 'Name the co-author by an address that their GitHub account knows, such as the one ending in `users.noreply.github.com` that GitHub shows under Settings, Emails.',
    lines: [],
  },
];

function identify(commits: readonly Commit[], { branch }: PullRequestOrigin, parts: readonly Part[]): Remedy {
  const mending = { commits, branch, isLaterAllowed: false };
  const placesAs = (role: Part['role']) => {
    const shas = new Set(parts.flatMap((part) => (part.role === role ? [part.sha] : [])));
    return commits.flatMap(({ sha }, index) => (shas.has(sha) ? [index] : []));
  };
  const authored = placesAs('author');
  const committed = placesAs('committer');
  const says =
    'write the commits anew with an address that your account knows: set it with `git config user.email ADDRESS`, then type these commands.';
  return [
    {
      way: null,
      says: 'If the address is yours, add it to your GitHub account under <https://github.com/settings/emails>, and comment `/portreeve recheck`. Nothing else has to be changed.',
      lines: [],
    },
    ...(authored.length === 0 ? [] : resetAuthors(mending, authored, `Or ${says}`)),
    ...(committed.length === 0
      ? []
      : resetCommitters(mending, committed, `Or, where you only committed what others made, ${says}`)),
  ];
}

/** What a commit says of somebody, who is neither behind the pull request nor proved by a signature. */
function unprovedFindings({ parts }: Subject, who: string, { pullRequest }: Context): ContributionFinding[] {
  const opener = openerName(pullRequest);
  const claimed = parts.filter(({ attestation }) => attestation === 'claimed').map(({ sha }) => sha);
  return [...new Set(claimed)].map((sha) =>
    finding({ sha, outcome: 'fail', remedy: PROVE_IT }, 'agreement-unproved', { who, opener }),
  );
}

const PROVE_IT: Remedy = [
  {
    way: null,
    says: 'Whoever made these commits has to be seen to have made them: let that person open the pull request, or sign the commits with their own key (`git commit -S`), which GitHub has to know. If they are your own, give them your own name and address.',
    lines: [],
  },
];

function handedOnFindings({ parts }: Subject, who: string): ContributionFinding[] {
  const part = parts.find(({ attestation, role }) => attestation === 'handed-on' && role !== 'co-author');
  return part === undefined ? [] : [finding({ sha: part.sha, outcome: 'notice' }, 'agreement-handed-on', { who })];
}

function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

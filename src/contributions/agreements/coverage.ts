import type { AgreementKind } from './agreement.ts';

/** A revision that came into force, as it is remembered for ever. */
export interface RevisionRecord {
  /** SHA-256 in hexadecimal. */
  readonly revision: string;
  /** When it came into force here: ISO 8601, UTC. */
  readonly since: string;
  readonly compatible: readonly string[];
  readonly graceDays: number;
}

/** An agreement with all its revisions. */
export interface AgreementRecord {
  readonly id: string;
  readonly kind: AgreementKind;
  /** The oldest first; the last is in force. */
  readonly revisions: readonly RevisionRecord[];
}

/** How a signature, or that of a company for somebody, came to its end. */
export type SignatureEnd = 'withdrawn' | 'revoked' | 'removed' | 'terminated';

/** An import that does not tell which text was signed counts where a revision names this among the compatible ones. */
export const IMPORTED = 'imported';

/** That an account is bound by an agreement: by its own signature, or by that of a company which named it. */
export interface SignatureRecord {
  readonly accountId: number;
  readonly agreementId: string;
  /** What was signed, as SHA-256 in hexadecimal. */
  readonly revision: string;
  /** ISO 8601, UTC, as is the next one. */
  readonly signedAt: string;
  readonly end: { readonly how: SignatureEnd; readonly at: string } | null;
  /** The company by which the account is covered; null: it signed for itself. */
  readonly company: string | null;
  /** Taken over from another program's records, which nothing proves. */
  readonly isUnproved: boolean;
}

/** What a signature is worth under the revision in force. */
export type Standing =
  | { readonly status: 'good' }
  /** Another revision asks for a new signature, and lets this one count until then. */
  | { readonly status: 'grace'; readonly replacedBy: RevisionRecord; readonly until: string }
  | { readonly status: 'outdated'; readonly replacedBy: RevisionRecord; readonly until: string }
  | { readonly status: 'ended'; readonly how: SignatureEnd; readonly at: string };

const DAY = 86_400_000;

/**
 * Whether a signature holds at a moment. Time runs from the revision that first asked for a new signature: later ones
 * that ask for one too neither lengthen nor shorten it.
 */
export function standingOf(signature: SignatureRecord, { revisions }: AgreementRecord, now: Date): Standing {
  const { end, revision } = signature;
  if (end !== null && new Date(end.at) <= now) return { status: 'ended', ...end };
  const holdsUnder = (record: RevisionRecord): boolean =>
    record.revision === revision || record.compatible.includes(revision);
  let replacedBy: RevisionRecord | null = null;
  for (const record of revisions.toReversed()) {
    if (holdsUnder(record)) break;
    // One that came earlier than the signature cannot have asked for another one.
    if (replacedBy !== null && new Date(record.since) <= new Date(signature.signedAt)) break;
    replacedBy = record;
  }
  if (replacedBy === null) return { status: 'good' };
  const ends = new Date(new Date(replacedBy.since).getTime() + replacedBy.graceDays * DAY);
  return { status: now < ends ? 'grace' : 'outdated', replacedBy, until: ends.toISOString() };
}

/** A signature with its agreement and what it is worth. */
export interface Cover {
  readonly signature: SignatureRecord;
  readonly agreement: AgreementRecord;
  readonly standing: Standing;
}

const WORTH: Readonly<Record<Standing['status'], number>> = { good: 3, grace: 2, outdated: 1, ended: 0 };

/** The best that an account has under any of these agreements, of equals the newest; null where it never signed one. */
export function bestCover(
  accountId: number,
  signatures: readonly SignatureRecord[],
  agreements: readonly AgreementRecord[],
  now: Date,
): Cover | null {
  const covers = signatures.flatMap((signature): Cover[] => {
    const agreement = agreements.find(({ id }) => id === signature.agreementId);
    if (signature.accountId !== accountId || agreement === undefined || agreement.revisions.length === 0) return [];
    // What is dated later than now is no signature yet.
    if (new Date(signature.signedAt) > now) return [];
    return [{ signature, agreement, standing: standingOf(signature, agreement, now) }];
  });
  const [best = null] = covers.sort(
    (a, b) =>
      WORTH[b.standing.status] - WORTH[a.standing.status] ||
      Number(a.signature.isUnproved) - Number(b.signature.isUnproved) ||
      (a.signature.signedAt < b.signature.signedAt ? 1 : -1),
  );
  return best;
}

/** Whether somebody is covered now. */
export function isCovering({ status }: Standing): boolean {
  return status === 'good' || status === 'grace';
}

/** A signature of a revision holds to this day under the one in force: such a revision may still be signed. */
export function isStillGood(revision: string, { revisions }: AgreementRecord): boolean {
  const current = revisions.at(-1);
  return current !== undefined && (current.revision === revision || current.compatible.includes(revision));
}

import { type AgreementRecord, isCovering, type SignatureRecord, standingOf } from './coverage.ts';

/** Accounts that are bound by the same revisions of an agreement, with nothing of it ended. */
export interface Signers {
  /** SHA-256 in hexadecimal, or `imported`. */
  readonly revisions: readonly string[];
  /** When the last of them signed: ISO 8601, UTC. */
  readonly lastAt: string;
  readonly count: number;
}

/** For how many people a change of an agreement means what. */
export interface EffectOfChange {
  /** They are covered as before. */
  readonly stay: number;
  /** They have to sign again, and are covered until the days of grace are over. */
  readonly grace: number;
  /** They have to sign again before anything more of theirs is taken. */
  readonly again: number;
  /** They were not covered any more, and are again. */
  readonly back: number;
}

/** What becomes of those who signed when an agreement changes. */
export function effectOfChange(
  signers: readonly Signers[],
  before: AgreementRecord,
  after: AgreementRecord,
  now: Date,
): EffectOfChange {
  const effect = { stay: 0, grace: 0, again: 0, back: 0 };
  for (const group of signers) {
    const was = bestOf(group, before, now);
    const is = bestOf(group, after, now);
    if (was === 'none' && is !== 'none') effect.back += group.count;
    if (was === 'none') continue;
    // Who was in their days of grace already has them still.
    const key = is === 'none' ? 'again' : is === 'grace' && was !== 'grace' ? 'grace' : 'stay';
    effect[key] += group.count;
  }
  return effect;
}

function bestOf({ revisions, lastAt }: Signers, agreement: AgreementRecord, now: Date): 'good' | 'grace' | 'none' {
  const standings = revisions.map((revision) => standingOf(signatureOf(revision, lastAt, agreement), agreement, now));
  if (standings.some(({ status }) => status === 'good')) return 'good';
  return standings.some(isCovering) ? 'grace' : 'none';
}

function signatureOf(revision: string, signedAt: string, { id }: AgreementRecord): SignatureRecord {
  return { accountId: 0, agreementId: id, revision, signedAt, end: null, company: null, isUnproved: false };
}

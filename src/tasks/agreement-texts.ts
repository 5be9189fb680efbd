import type { Agreement } from '../contributions/agreements/agreement.ts';
import type { AgreementRecord } from '../contributions/agreements/coverage.ts';
import { readAgreement } from '../contributions/agreements/read-agreement.ts';
import { shortRevision } from '../contributions/agreements/revision.ts';
import type { Language } from '../core/language.ts';
import { wordsIn } from '../report/words.ts';
import type { KeptAgreement, KeptRevision } from '../store/agreements.ts';
import { AGREEMENTS_FOLDER } from './configuration-files.ts';
import type { Texts } from './texts.ts';

/** An agreement that is in force, with all that it was before. */
export interface AgreementInForce {
  /** The revision in force, as its file says it. */
  readonly current: Agreement;
  readonly kept: KeptAgreement;
  readonly newest: KeptRevision;
  readonly record: AgreementRecord;
}

/** A kept revision, read again; null where this version of Portreeve cannot read it any more. */
export function agreementOf({ text, agreementId }: Pick<KeptRevision, 'text' | 'agreementId'>): Agreement | null {
  const reading = readAgreement(text, `${agreementId}.md`);
  return reading.ok ? reading.agreement : null;
}

/** What is in force of these agreements: nothing of one that was taken away. */
export function agreementsInForce(kept: readonly KeptAgreement[]): AgreementInForce[] {
  return kept.flatMap((agreement) => {
    const newest = agreement.revisions.at(-1);
    const current = newest === undefined || !agreement.isThere ? null : agreementOf(newest);
    if (newest === undefined || current === null) return [];
    const revisions = agreement.revisions.map((one) => {
      const { compatible = [], graceDays = 0 } = agreementOf(one) ?? {};
      return { revision: one.revision, since: one.since.toISOString(), compatible, graceDays };
    });
    return [{ current, newest, kept: agreement, record: { id: agreement.id, kind: current.kind, revisions } }];
  });
}

/** The sentence by which somebody signs this revision in this language. */
export function sentenceFor(
  { catalogues }: Pick<Texts, 'catalogues'>,
  language: Language,
  { agreementId, revision }: Pick<KeptRevision, 'agreementId' | 'revision'>,
): string {
  return wordsIn(language, catalogues).say('agreement.sentence', {
    agreement: agreementId,
    revision: shortRevision(revision),
  });
}

/** The page that shows a revision as it stood when it came into force. @param repositoryUrl of any repository there */
export function addressOf({ repository, commit, agreementId }: KeptRevision, owner: string, repositoryUrl: string) {
  return `${new URL(repositoryUrl).origin}/${owner}/${repository}/blob/${commit}/${AGREEMENTS_FOLDER}/${agreementId}.md`;
}

import type { AgreementRecord } from '../contributions/agreements/coverage.ts';
import { isOvertaken } from '../contributions/agreements/overtaken.ts';
import type { Language } from '../core/language.ts';
import { type KeptRevision, readAgreements } from '../store/agreements.ts';
import { isRecorded, lastErasureAt, ledgerPlace, signaturesOf } from '../store/ledger.ts';
import type { Db } from '../store/tables.ts';
import { agreementOf, agreementsInForce, sentenceFor } from './agreement-texts.ts';
import type { TaskContext } from './context.ts';

/** A sentence, and what is signed by it. */
export interface Offer {
  readonly sentence: string;
  readonly language: Language;
  readonly revision: KeptRevision;
  readonly record: AgreementRecord;
  readonly asksFields: boolean;
}

/** Every sentence by which something may be, or might have been, signed: of each revision in each of its languages. */
export async function offersOf({ store, texts }: TaskContext, installationId: number): Promise<Offer[]> {
  const kept = await store.asInstallation(installationId, (db) => readAgreements(db));
  const offers = agreementsInForce(kept).flatMap(({ kept: { revisions }, record }) =>
    record.kind === 'corporate'
      ? []
      : revisions.flatMap((revision): Offer[] => {
          const { languages = [], fields = [] } = agreementOf(revision) ?? {};
          const asksFields = fields.some(({ isRequired }) => isRequired);
          return languages.map((language) => ({
            sentence: sentenceFor(texts, language, revision),
            language,
            revision,
            record,
            asksFields,
          }));
        }),
  );
  // A revision that came back has its sentence once.
  return [...new Map(offers.map((offer) => [offer.sentence, offer])).values()];
}

/** A comment that takes up an offer, by whom and when. */
export interface SaidSentence {
  readonly commentId: number;
  readonly accountId: number;
  /** ISO 8601, by GitHub's clock. */
  readonly writtenAt: string;
}

/** The one name in the ledger of the signature that a comment gives. */
export function signedOnce({ commentId }: SaidSentence, { record }: Offer): string {
  return `comment:${commentId}:${record.id}`;
}

/** The one name in the ledger of the withdrawal that a comment gives. */
export function withdrawnOnce(commentId: number, agreementId: string): string {
  return `comment:${commentId}:withdraw:${agreementId}`;
}

/**
 * What keeps a sentence from being written down: that it is, or that something happened since that makes it void.
 * @returns null where nothing does
 */
export async function standingOfSentence(
  db: Db,
  installationId: number,
  said: SaidSentence,
  offer: Offer,
): Promise<'stands' | 'overtaken' | null> {
  const { revision, record } = offer;
  const { signatures } = await signaturesOf(db, installationId, [said.accountId]);
  const own = signatures.filter((one) => one.agreement === record.id);
  if (own.some((one) => one.revision === revision.revision && one.ended === null)) return 'stands';
  const place = await ledgerPlace(db, installationId);
  // Told of it again, nobody is told that it came too late.
  if (await isRecorded(db, place, signedOnce(said, offer))) return 'stands';
  const endedAt = own.flatMap(({ ended }) => ended?.at ?? []);
  return isOvertaken(said.writtenAt, endedAt, await lastErasureAt(db, place)) ? 'overtaken' : null;
}

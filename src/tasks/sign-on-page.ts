import type { Agreement } from '../contributions/agreements/agreement.ts';
import { bestCover, type Cover } from '../contributions/agreements/coverage.ts';
import { LANGUAGES, type Language } from '../core/language.ts';
import { NOBODY } from '../ledger/entry.ts';
import type { Signature } from '../ledger/standing.ts';
import { pendingOf, readAgreements } from '../store/agreements.ts';
import { installationOf } from '../store/installations.ts';
import { appendEntries, ledgerPlace, signaturesOf } from '../store/ledger.ts';
import { type AgreementInForce, agreementsInForce } from './agreement-texts.ts';
import { signatureRecords } from './check-agreements.ts';
import { loadConfiguration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { judgedAgain } from './take-up-agreements.ts';

/** An agreement as it is shown on its page. */
export interface ShownAgreement extends Pick<AgreementInForce, 'kept' | 'newest' | 'record'> {
  readonly installationId: number;
  /** Login of the organisation. */
  readonly owner: string;
  readonly agreement: Agreement;
}

/** The revision in force; null where the organisation has no such agreement. */
export async function findAgreement(
  { store }: Pick<TaskContext, 'store'>,
  login: string,
  id: string,
): Promise<ShownAgreement | null> {
  const installation = await store.asOperator((db) => installationOf(db, login));
  if (installation === null) return null;
  const { installationId, accountLogin: owner } = installation;
  const kept = await store.asInstallation(installationId, (db) => readAgreements(db, [id]));
  const [found] = agreementsInForce(kept);
  if (found === undefined) return null;
  const { current: agreement, kept: all, newest, record } = found;
  return { installationId, owner, agreement, kept: all, newest, record };
}

/** How a person stands to the text in force, by what they signed themselves. */
export interface OwnStanding {
  /** Their signature of just this text, so far as it has not ended. */
  readonly current: Signature | null;
  /** The best that they have; null: they never signed. */
  readonly cover: Cover | null;
  /** What they signed by it; null: that is not known any more. */
  readonly signedText: string | null;
}

export async function ownStanding(
  { store, now }: Pick<TaskContext, 'store' | 'now'>,
  { installationId, agreement, kept, record }: ShownAgreement,
  accountId: number,
): Promise<OwnStanding> {
  const { signatures } = await store.asInstallation(installationId, (db) =>
    signaturesOf(db, installationId, [accountId]),
  );
  const own = signatures.filter((one) => one.agreement === agreement.id);
  const records = signatureRecords({ signatures: own, memberships: [], companies: [] });
  const cover = bestCover(accountId, records, [record], now());
  return {
    current: own.findLast(({ revision, ended }) => revision === agreement.revision && ended === null) ?? null,
    cover,
    signedText: kept.revisions.find(({ revision }) => revision === cover?.signature.revision)?.text ?? null,
  };
}

/** What a person sent from an agreement's page. */
export interface PageSignature {
  readonly accountId: number;
  readonly login: string;
  /** Of the page. */
  readonly language: Language;
  /** That of the text that was shown. */
  readonly revision: string;
  /** By the field's id. */
  readonly fields: Readonly<Record<string, string>>;
}

export type PageOutcome =
  | { readonly status: 'written' | 'stands' | 'outdated' | 'corporate' }
  | { readonly status: 'incomplete'; readonly missing: readonly string[] };

const LONGEST_FIELD = 500;

/**
 * Writes down that a person agreed to the text on its page, once; in the same transaction all their open pull requests are
 * asked to be judged again. What was shown must still be in force: nobody signs a text that they did not see.
 */
export async function signOnPage(
  context: TaskContext,
  { installationId, agreement }: ShownAgreement,
  { accountId, login, language, revision, fields }: PageSignature,
): Promise<PageOutcome> {
  const { store, enqueue, now, log } = context;
  if (agreement.kind !== 'individual') return { status: 'corporate' };
  if (revision !== agreement.revision) return { status: 'outdated' };
  const { given, missing } = fieldsGiven(agreement, fields);
  if (missing.length > 0) return { status: 'incomplete', missing };
  const configuration = await loadConfiguration(context, installationId);
  const shown: Language = agreement.languages.includes(language) ? language : agreement.languages[0];
  const isWritten = await store.asInstallation(installationId, async (db) => {
    const { signatures } = await signaturesOf(db, installationId, [accountId]);
    const same = signatures.filter((one) => one.agreement === agreement.id && one.revision === revision);
    if (same.some(({ ended }) => ended === null)) return false;
    const at = now().toISOString();
    const content = {
      kind: 'signed',
      at,
      agreement: agreement.id,
      revision,
      language: shown,
      how: 'page',
      policy: configuration?.commit ?? null,
    } as const;
    // Whoever presses the button twice at once has signed once; whoever withdrew may sign again.
    const once = `page:${agreement.id}:${revision}:${accountId}:${same.length}`;
    const personal = { ...NOBODY, accountId, login, fields: given, once };
    const place = await ledgerPlace(db, installationId);
    const [entry] = await appendEntries(db, place, [{ content, personal }], now());
    if (entry === null) return false;
    await enqueue(judgedAgain(installationId, await pendingOf(db, [accountId])), db);
    return true;
  });
  if (isWritten) log.info({ installationId, agreement: agreement.id, account: accountId }, 'signed');
  return { status: isWritten ? 'written' : 'stands' };
}

/** What was typed into an agreement's fields, and which of those that are needed were left empty, by their ids. */
export function fieldsGiven(
  { fields: wanted }: Agreement,
  typed: Readonly<Record<string, string>>,
): { readonly given: Readonly<Record<string, string>>; readonly missing: readonly string[] } {
  const given = wanted.flatMap(({ id }): [string, string][] => {
    const value = (Object.hasOwn(typed, id) ? (typed[id] ?? '') : '').trim().slice(0, LONGEST_FIELD);
    return value === '' ? [] : [[id, value]];
  });
  const missing = wanted.flatMap(({ id, isRequired }) =>
    isRequired && !given.some(([name]) => name === id) ? [id] : [],
  );
  return { given: Object.fromEntries(given), missing };
}

/** The first of these languages that Portreeve speaks; English where it speaks none. @param wanted the most wanted first */
export function languageFor(wanted: readonly string[]): Language {
  for (const one of wanted) {
    const primary = one.toLowerCase().split('-', 1)[0];
    const found = LANGUAGES.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return 'en';
}

import { readFile, stat } from 'node:fs/promises';
import type { ConfigurationProblem } from '../config/problem.ts';
import type { Agreement } from '../contributions/agreements/agreement.ts';
import { isStillGood } from '../contributions/agreements/coverage.ts';
import { readAgreement } from '../contributions/agreements/read-agreement.ts';
import { revisionOf } from '../contributions/agreements/revision.ts';
import { OperatorError } from '../core/errors.ts';
import { changeBetween } from '../report/agreements.ts';
import { sentenceFor } from './agreement-texts.ts';
import type { Texts } from './texts.ts';

/** An agreement as a file has it, before anybody sees it. */
export type LookedAtAgreement =
  | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] }
  | {
      readonly ok: true;
      readonly agreement: Agreement;
      /** By which people will sign it, in each of its languages. */
      readonly sentences: readonly string[];
      /** What becomes of signatures under the text before; null where none was given. */
      readonly before: {
        readonly revision: string;
        readonly isCompatible: boolean;
        /** null: too much to be shown. */
        readonly change: string | null;
      } | null;
    };

const LARGEST_FILE = 1_000_000;

/**
 * Looks at an agreement that is being written.
 * @param before the file as it is in force; null: it is new
 * @throws OperatorError `agreement-not-found`
 */
export async function lookAtAgreement(
  texts: Pick<Texts, 'catalogues'>,
  path: string,
  before: string | null,
): Promise<LookedAtAgreement> {
  const reading = readAgreement(await readText(path), path.replaceAll('\\', '/'));
  if (!reading.ok) return reading;
  const { agreement } = reading;
  const { id, kind, languages, revision, compatible, graceDays } = agreement;
  const current = { revision, compatible, graceDays, since: '' };
  const old = before === null ? null : await readText(before);
  return {
    ok: true,
    agreement,
    sentences:
      kind === 'corporate'
        ? []
        : languages.map((language) => sentenceFor(texts, language, { agreementId: id, revision })),
    before:
      old === null
        ? null
        : {
            revision: revisionOf(old),
            isCompatible: isStillGood(revisionOf(old), { id, kind, revisions: [current] }),
            change: changeBetween(old, agreement.text),
          },
  };
}

async function readText(path: string): Promise<string> {
  try {
    if ((await stat(path)).size <= LARGEST_FILE) return await readFile(path, 'utf8');
  } catch (cause) {
    throw new OperatorError('agreement-not-found', { path }, { cause });
  }
  throw new OperatorError('agreement-not-found', { path });
}

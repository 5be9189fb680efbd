import { type EntryDraft, NOBODY } from '../entry.ts';
import type { ImportedSignature, ImportSource } from './imported.ts';

/** What an import is of, which its file does not tell. */
export interface ImportPurpose {
  readonly source: ImportSource;
  readonly agreement: string;
  /** Of the text that was signed, for rows that do not tell; null: nobody knows. */
  readonly revision: string | null;
  /** Who imports. */
  readonly by: string;
}

/** The row of the ledger for a signature from elsewhere. The same signature has the same name, so it is written down once. */
export function importDraft(signature: ImportedSignature, purpose: ImportPurpose): EntryDraft {
  const { accountId, login, name, email, signedAt, fields, comment, isProved } = signature;
  const { source, agreement, by } = purpose;
  const who = accountId ?? login?.toLowerCase() ?? '';
  return {
    content: {
      kind: 'imported',
      at: signedAt,
      agreement,
      revision: signature.revision ?? purpose.revision,
      source,
      isProved,
    },
    personal: {
      ...NOBODY,
      accountId,
      login,
      name,
      email,
      fields: { ...fields },
      comment: comment && { ...comment, bodySha256: null },
      by: { accountId: null, name: by },
      once: `import:${source}:${agreement}:${who}:${signedAt}`,
    },
  };
}

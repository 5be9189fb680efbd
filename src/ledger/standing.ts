import type { Entry, EntryContent, Personal } from './entry.ts';

/** How something ended, and by which row. */
export interface Ending {
  readonly how: 'withdrawn' | 'revoked' | 'member-removed' | 'company-terminated';
  /** ISO 8601. From this moment on it no longer holds; what came before is not undone. */
  readonly at: string;
  readonly sequence: number;
}

/** A person's signature, as the rows tell it. */
export interface Signature {
  readonly sequence: number;
  readonly accountId: number;
  /** At that time: to be shown, never to be matched. */
  readonly login: string | null;
  readonly agreement: string;
  /** SHA-256 of the document; null: an import that does not tell. */
  readonly revision: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly how: 'comment' | 'page' | 'import';
  /** false: an import that shows no proof. */
  readonly isProved: boolean;
  readonly ended: Ending | null;
}

/** A place on a company's roster. */
export interface Membership {
  readonly sequence: number;
  /** Either an account, or all with a verified address of this domain. */
  readonly accountId: number | null;
  readonly domain: string | null;
  readonly role: 'member' | 'manager';
  /** ISO 8601. */
  readonly at: string;
  readonly ended: Ending | null;
  readonly company: Company;
}

/** A company whose agreement was approved. */
export interface Company {
  /** That of its first approval's row: by it the company is known. */
  readonly number: number;
  /** As it was last approved. */
  readonly name: string | null;
  /** The oldest first: of one revision after the other, or of several agreements. */
  readonly approvals: readonly CompanyApproval[];
  readonly ended: Ending | null;
}

export interface CompanyApproval {
  readonly sequence: number;
  readonly agreement: string;
  /** SHA-256 of the document. */
  readonly revision: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface Standing {
  readonly signatures: readonly Signature[];
  readonly memberships: readonly Membership[];
  readonly companies: readonly Company[];
}

/**
 * What follows from rows, whatever their order. Whose data was erased is not in it: nobody knows any more whom these rows
 * were about.
 * @param entries all that are about these people and companies, those included that end something
 */
export function standingOf(entries: readonly Entry[]): Standing {
  const sorted = entries.toSorted((a, b) => a.sequence - b.sequence);
  const endings = endingsOf(sorted);
  const companies = new Map<number, Company>();
  const signatures: Signature[] = [];
  for (const { sequence, content, personal } of sorted) {
    if (personal === null) continue;
    const ended = endings.get(sequence) ?? null;
    if (content.kind === 'company-approved') {
      const { agreement, revision, at } = content;
      const number = content.company ?? sequence;
      const approvals = [...(companies.get(number)?.approvals ?? []), { sequence, agreement, revision, at }];
      companies.set(number, { number, name: personal.company, approvals, ended: endings.get(number) ?? null });
    }
    const signature = signatureOf(sequence, content, personal, ended);
    if (signature !== null) signatures.push(signature);
  }
  const memberships = sorted.flatMap((entry) => membershipOf(entry, companies, endings));
  return { signatures, memberships, companies: [...companies.values()] };
}

function signatureOf(
  sequence: number,
  content: EntryContent,
  { accountId, login }: Personal,
  ended: Ending | null,
): Signature | null {
  if (accountId === null) return null;
  if (content.kind === 'signed') {
    const { agreement, revision, at, how } = content;
    return { sequence, accountId, login, agreement, revision, at, how, isProved: true, ended };
  }
  if (content.kind !== 'imported') return null;
  const { agreement, revision, at, isProved } = content;
  return { sequence, accountId, login, agreement, revision, at, how: 'import', isProved, ended };
}

function membershipOf(
  { sequence, content, personal }: Entry,
  companies: ReadonlyMap<number, Company>,
  endings: ReadonlyMap<number, Ending>,
): Membership[] {
  if (content.kind !== 'member-admitted' || personal === null) return [];
  const company = companies.get(content.company) ?? erasedCompany(content.company, endings);
  if (company === null) return [];
  const { accountId, domain } = personal;
  const { role, at } = content;
  return [{ sequence, accountId, domain, role, at, ended: endings.get(sequence) ?? null, company }];
}

/** A company whose agreement ended, and of whose rows nobody knows any more what they said. */
function erasedCompany(number: number, endings: ReadonlyMap<number, Ending>): Company | null {
  const ended = endings.get(number) ?? null;
  return ended === null ? null : { number, name: null, approvals: [], ended };
}

/** The earliest ending of each row: what has ended cannot end again later. */
function endingsOf(entries: readonly Entry[]): Map<number, Ending> {
  const endings = new Map<number, Ending>();
  for (const { sequence, content } of entries) {
    for (const ended of endedBy(content)) {
      const ending: Ending = { ...ended.ending, sequence };
      const before = endings.get(ended.of);
      if (before === undefined || ending.at < before.at) endings.set(ended.of, ending);
    }
  }
  return endings;
}

function endedBy(content: EntryContent): { readonly of: number; readonly ending: Omit<Ending, 'sequence'> }[] {
  switch (content.kind) {
    case 'withdrawn':
    case 'revoked':
    case 'member-removed': {
      const { kind: how, at } = content;
      return content.of.map((of) => ({ of, ending: { how, at } }));
    }
    case 'company-terminated':
      return [{ of: content.company, ending: { how: content.kind, at: content.at } }];
    default:
      return [];
  }
}

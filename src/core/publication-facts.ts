import type { Fact } from './fact.ts';

/** What becomes public with a repository, beside what its policies look at. */
export interface PublicationFacts {
  /** Every file of the default branch, from the root, with `/`. */
  readonly paths: Fact<readonly string[]>;
  readonly history: Fact<CommitHistory>;
  readonly secretScanning: Fact<SecretScanning>;
  /** Of the whole repository with its history. */
  readonly kilobytes: Fact<number>;
}

/** Who stands in the history of the default branch. */
export interface CommitHistory {
  readonly commits: number;
  /** Of how many commits, the newest, authors were read. */
  readonly read: number;
  /** ISO 8601, of the oldest commit that was read; null where there is none. */
  readonly since: string | null;
  /** Addresses of authors, each once, by the domain behind the `@`; the most first. */
  readonly domains: readonly { readonly domain: string; readonly addresses: number }[];
}

/** Whether GitHub looks for passwords and keys in what was pushed. */
export interface SecretScanning {
  readonly isOn: boolean;
  /** Whether a push that holds one is stopped. */
  readonly stopsPushes: boolean;
}

/** GitHub's own addresses, which tell nobody how to reach a person. */
const NO_REPLY = 'users.noreply.github.com';

/** Counts the authors of commits by the domain of their addresses, GitHub's own no-reply addresses left out. */
export function domainsOf(addresses: Iterable<string>): CommitHistory['domains'] {
  const byDomain = new Map<string, Set<string>>();
  for (const address of addresses) {
    const whole = address.trim().toLowerCase();
    const domain = whole.slice(whole.lastIndexOf('@') + 1);
    if (whole.endsWith(`@${NO_REPLY}`) || domain === '') continue;
    byDomain.set(domain, (byDomain.get(domain) ?? new Set()).add(whole));
  }
  return [...byDomain]
    .map(([domain, those]) => ({ domain, addresses: those.size }))
    .sort((a, b) => b.addresses - a.addresses || (a.domain < b.domain ? -1 : 1));
}

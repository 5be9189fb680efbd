import type { Fact } from '../../core/fact.ts';
import type { IdentifiedLicense } from '../../core/license.ts';
import type { CommitHistory, PublicationFacts } from '../../core/publication-facts.ts';
import type { Verdict } from '../../core/verdict.ts';
import { type TellingPaths, tellingPaths } from './telling-paths.ts';

/** What is looked at before a repository becomes public, in the order in which it is told. */
export const TOPICS = ['license', 'secrets', 'history', 'personal-data', 'notices', 'publiccode', 'policies'] as const;
export type PublicationTopic = (typeof TOPICS)[number];

/** What was found; each has its sentence. `reason` is GitHub's or ours, in English. */
export type PublicationFinding =
  | { readonly code: 'license.found'; readonly licenses: readonly string[] }
  | { readonly code: 'license.unclear'; readonly paths: readonly string[] }
  | { readonly code: 'license.none' }
  | { readonly code: 'secrets.on' }
  | { readonly code: 'secrets.pushes' }
  | { readonly code: 'secrets.off' }
  | { readonly code: 'secrets.names'; readonly paths: readonly string[] }
  | { readonly code: 'secrets.no-names' }
  | { readonly code: 'history.size'; readonly commits: number; readonly since: string | null }
  | { readonly code: 'history.rest'; readonly read: number }
  | { readonly code: 'history.large'; readonly megabytes: number }
  | { readonly code: 'history.addresses'; readonly count: number; readonly domains: readonly string[] }
  | { readonly code: 'history.no-addresses' }
  | { readonly code: 'personal-data.names'; readonly paths: readonly string[] }
  | { readonly code: 'personal-data.no-names' }
  | { readonly code: 'notices.missing'; readonly paths: readonly string[] }
  | { readonly code: 'notices.found'; readonly paths: readonly string[] }
  | { readonly code: 'notices.not-needed' }
  | { readonly code: 'publiccode.found' }
  | { readonly code: 'publiccode.missing' }
  | { readonly code: 'policies.open'; readonly policies: readonly string[] }
  | { readonly code: 'policies.met'; readonly count: number }
  | { readonly code: 'unknown'; readonly reason: string };

/** `fine` needs nobody, `look` needs a person, `unknown` could not be seen. */
export type PublicationOutcome = 'fine' | 'look' | 'unknown';

export interface PublicationItem {
  readonly topic: PublicationTopic;
  readonly outcome: PublicationOutcome;
  readonly finding: PublicationFinding;
}

export interface PublicationInput {
  readonly facts: PublicationFacts;
  readonly licenses: Fact<readonly IdentifiedLicense[]>;
  readonly verdicts: readonly Verdict[];
}

/** GitHub advises to stay below a gigabyte; from here on, something that is no source may be in the history. */
const LARGE_MEGABYTES = 200;

/** What a person should know and look at before a repository becomes public. Nothing of it is a permission. */
export function auditPublication({ facts, licenses, verdicts }: PublicationInput): PublicationItem[] {
  const told = (topic: PublicationTopic, parts: readonly Part[]) =>
    parts.map(([outcome, finding]): PublicationItem => ({ topic, outcome, finding }));
  const named = <T>(fact: Fact<T>, parts: (value: T) => readonly Part[]): readonly Part[] =>
    fact.status === 'known' ? parts(fact.value) : [['unknown', { code: 'unknown', reason: fact.reason }]];
  const paths: Fact<TellingPaths> =
    facts.paths.status === 'known' ? { status: 'known', value: tellingPaths(facts.paths.value) } : facts.paths;
  return [
    ...told('license', named(licenses, licenseParts)),
    ...told('secrets', [...named(facts.secretScanning, scanningParts), ...named(paths, secretParts)]),
    ...told('history', [...named(facts.history, historyParts), ...named(facts.kilobytes, sizeParts)]),
    ...told('personal-data', named(paths, personalParts)),
    ...told('notices', named(paths, noticeParts)),
    ...told('publiccode', named(paths, publiccodeParts)),
    ...told('policies', policyParts(verdicts)),
  ];
}

type Part = readonly [PublicationOutcome, PublicationFinding];

function licenseParts(licenses: readonly IdentifiedLicense[]): Part[] {
  if (licenses.length === 0) return [['look', { code: 'license.none' }]];
  const unclear = licenses.filter(({ expression }) => expression === 'NOASSERTION').map(({ path }) => path);
  const clear = [...new Set(licenses.map(({ expression }) => expression))].filter((one) => one !== 'NOASSERTION');
  return [
    ...(clear.length === 0 ? [] : [['fine', { code: 'license.found', licenses: clear }] as const]),
    ...(unclear.length === 0 ? [] : [['look', { code: 'license.unclear', paths: unclear }] as const]),
  ];
}

function scanningParts({ isOn, stopsPushes }: { readonly isOn: boolean; readonly stopsPushes: boolean }): Part[] {
  if (!isOn) return [['look', { code: 'secrets.off' }]];
  return [['fine', { code: stopsPushes ? 'secrets.pushes' : 'secrets.on' }]];
}

function secretParts({ secrets }: TellingPaths): Part[] {
  return secrets.length === 0
    ? [['fine', { code: 'secrets.no-names' }]]
    : [['look', { code: 'secrets.names', paths: secrets }]];
}

function historyParts({ commits, read, since, domains }: CommitHistory): Part[] {
  const count = domains.reduce((sum, { addresses }) => sum + addresses, 0);
  return [
    ['look', { code: 'history.size', commits, since }],
    ...(read < commits ? [['unknown', { code: 'history.rest', read }] as const] : []),
    count === 0
      ? ['fine', { code: 'history.no-addresses' }]
      : [
          'look',
          {
            code: 'history.addresses',
            count,
            domains: domains.map(({ domain, addresses }) => `${domain}: ${addresses}`),
          },
        ],
  ];
}

function sizeParts(kilobytes: number): Part[] {
  const megabytes = Math.round(kilobytes / 1024);
  return megabytes < LARGE_MEGABYTES ? [] : [['look', { code: 'history.large', megabytes }]];
}

function personalParts({ personal }: TellingPaths): Part[] {
  return personal.length === 0
    ? [['fine', { code: 'personal-data.no-names' }]]
    : [['look', { code: 'personal-data.names', paths: personal }]];
}

function noticeParts({ thirdParty, notices }: TellingPaths): Part[] {
  if (thirdParty.length === 0) return [['fine', { code: 'notices.not-needed' }]];
  // That there is a file for notices does not say that it is whole.
  return notices.length === 0
    ? [['look', { code: 'notices.missing', paths: thirdParty }]]
    : [['look', { code: 'notices.found', paths: thirdParty }]];
}

function publiccodeParts({ publiccode }: TellingPaths): Part[] {
  return publiccode.length === 0
    ? [['look', { code: 'publiccode.missing' }]]
    : [['fine', { code: 'publiccode.found' }]];
}

function policyParts(verdicts: readonly Verdict[]): Part[] {
  const open = verdicts.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown');
  const met = verdicts.filter(({ outcome }) => outcome === 'pass');
  return [
    ...(met.length === 0 ? [] : [['fine', { code: 'policies.met', count: met.length }] as const]),
    ...(open.length === 0
      ? []
      : [['look', { code: 'policies.open', policies: open.map(({ policy }) => policy) }] as const]),
  ];
}

import type { EffectiveConfiguration } from '../config/effective-configuration.ts';
import { CONTACT_KEYS } from '../config/schema.ts';
import { refusedBy } from '../core/evaluate.ts';
import { type Fact, known, unavailable } from '../core/fact.ts';
import type { IdentifiedLicense } from '../core/license.ts';
import type { Policy } from '../core/policy.ts';
import { type RepositoryKind, repositoryKind } from '../core/repository-kind.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { USUAL_LICENSES } from '../licenses/content-licenses.ts';
import type { ProposalText } from '../plan/wanted-files.ts';
import { fillTemplate } from '../report/fill-template.ts';
import type { Texts } from './texts.ts';

/**
 * Fills in the files that Portreeve proposes, from what is known of the repository and its organisation: nothing is
 * invented.
 * @param policies that a licence is tried on: what they would refuse is not proposed
 * @param licenses which licence the repository has; without it, no file says
 */
export function proposalTexts(
  texts: Texts,
  policies: readonly Policy[],
  effective: EffectiveConfiguration,
  description: RepositoryDescription,
  licenses: Fact<readonly IdentifiedLicense[]> = unavailable('Not asked for.'),
): ProposalText {
  const facts = {
    ...Object.fromEntries(CONTACT_KEYS.map((key) => [key, effective.contact[key] ?? null])),
    owner: description.owner,
    repository: description.name,
    description: description.description,
    defaultBranch: description.defaultBranch,
    license: licenseNameOf(licenses),
    // Whether private vulnerability reporting is switched on is not known here.
    privateReporting: null,
  };
  return ({ source }) => {
    if (source === 'default-license') {
      const wanted = defaultLicense(effective, description);
      if (wanted === null) return { missing: ['defaultLicense'] };
      const kind = kindOf(effective, description);
      if (refusedBy(policies, { licenses: [textOf(wanted)], kind }, effective.settings).length > 0)
        return { missing: isNamed(effective, kind) ? [] : [`defaultLicenses.${kind}`] };
      // Where the text names its holder, only the holder can write it: there is nothing to ask the organisation for.
      return texts.licenseText(wanted) ?? { missing: [] };
    }
    const filled = fillTemplate(texts.template(source.template, effective.language), facts);
    if (typeof filled === 'string') return filled;
    return {
      missing: filled.missing
        .flatMap((names) => names.split(' or '))
        .filter(isConfigurable)
        .map(keyOf),
    };
  };
}

/**
 * The licence that is proposed to a repository of this kind; null where the organisation lets none be proposed. For what
 * is no code the usual one stands in, once an organisation has named one for its code.
 */
export function defaultLicense(effective: EffectiveConfiguration, description: RepositoryDescription): string | null {
  const kind = kindOf(effective, description);
  if (kind === 'code') return effective.defaultLicense;
  const named = effective.defaultLicenses[kind];
  return named ?? (effective.defaultLicense === null ? null : USUAL_LICENSES[kind]);
}

/** What a repository holds; code, where nobody says. */
export function kindOf(effective: EffectiveConfiguration, description: RepositoryDescription): RepositoryKind {
  const kind = repositoryKind(effective.kind, known(description));
  return kind.status === 'unavailable' ? 'code' : kind.value;
}

/** Whether the organisation itself named the licence for a kind: then what is not approved of it is no gap to fill. */
function isNamed({ defaultLicenses }: EffectiveConfiguration, kind: RepositoryKind): boolean {
  return kind === 'code' || defaultLicenses[kind] !== null;
}

/** A licence file as it would be found once the proposal is merged. */
function textOf(id: string): IdentifiedLicense {
  return { path: 'LICENSE', expression: id, sameText: [], open: null, match: 'exact', matches: [], evidence: '' };
}

/** The one licence that is certain; null where there are several, none, or a text that stands for more than one. */
function licenseNameOf(licenses: Fact<readonly IdentifiedLicense[]>): string | null {
  if (licenses.status === 'unavailable') return null;
  const [only, ...others] = licenses.value;
  const isCertain = only !== undefined && others.length === 0 && only.match !== 'unidentified';
  return isCertain && only.sameText.length === 0 ? only.expression : null;
}

/** What the organisation's configuration can say. */
function isConfigurable(fact: string): boolean {
  return CONTACT_KEYS.some((key) => key === fact);
}

function keyOf(fact: string): string {
  return `contact.${fact}`;
}

import type { EffectiveConfiguration } from '../config/effective-configuration.ts';
import { CONTACT_KEYS } from '../config/schema.ts';
import { type Fact, known, unavailable } from '../core/fact.ts';
import type { IdentifiedLicense } from '../core/license.ts';
import { repositoryKind } from '../core/repository-kind.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { USUAL_LICENSES } from '../licenses/content-licenses.ts';
import type { ProposalText } from '../plan/wanted-files.ts';
import { fillTemplate } from '../report/fill-template.ts';
import type { Texts } from './texts.ts';

/**
 * Fills in the files that Portreeve proposes, from what is known of the repository and its organisation: nothing is
 * invented.
 * @param licenses which licence the repository has; without it, no file says
 */
export function proposalTexts(
  texts: Texts,
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
  const kind = repositoryKind(effective.kind, known(description));
  if (kind.status === 'unavailable' || kind.value === 'code') return effective.defaultLicense;
  const named = effective.defaultLicenses[kind.value];
  return named ?? (effective.defaultLicense === null ? null : USUAL_LICENSES[kind.value]);
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

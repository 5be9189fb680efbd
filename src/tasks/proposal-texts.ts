import type { EffectiveConfiguration } from '../config/effective-configuration.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import type { ProposalText } from '../plan/wanted-files.ts';
import { fillTemplate } from '../report/fill-template.ts';
import type { Texts } from './texts.ts';

/** Fills in the files that Portreeve proposes, from what is known of the repository and its organisation: nothing is invented. */
export function proposalTexts(
  texts: Texts,
  effective: EffectiveConfiguration,
  description: RepositoryDescription,
): ProposalText {
  const { office, officeUrl, officeEmail, securityEmail, securityUrl } = effective.contact;
  const facts = {
    owner: description.owner,
    repository: description.name,
    description: description.description,
    defaultBranch: description.defaultBranch,
    office: office ?? null,
    officeUrl: officeUrl ?? null,
    officeEmail: officeEmail ?? null,
    securityEmail: securityEmail ?? null,
    securityUrl: securityUrl ?? null,
    // Whether private vulnerability reporting is switched on is not known here.
    privateReporting: null,
  };
  return ({ source }) => {
    if (source === 'default-license') {
      if (effective.defaultLicense === null) return { missing: ['defaultLicense'] };
      // Where the text names its holder, only the holder can write it: there is nothing to ask the organisation for.
      return texts.licenseText(effective.defaultLicense) ?? { missing: [] };
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

const CONTACT_FACTS = ['office', 'officeUrl', 'officeEmail', 'securityEmail', 'securityUrl'];

/** What the organisation's configuration can say. */
function isConfigurable(fact: string): boolean {
  return CONTACT_FACTS.includes(fact);
}

function keyOf(fact: string): string {
  return `contact.${fact}`;
}

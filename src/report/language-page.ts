import { LANGUAGES, type Language } from '../core/language.ts';
import type { Policy } from '../core/policy.ts';
import type { Catalogues } from './words.ts';

const PARTS = ['title', 'rationale', 'remediation'];

/** The texts of policies that a language lacks, where English stands in: keys of its catalogue. */
export function untranslated(policies: readonly Policy[], catalogues: Catalogues, language: Language): string[] {
  if (language === 'en') return [];
  const catalogue = catalogues[language] ?? {};
  const keys = policies.flatMap(({ id }) => PARTS.map((part) => `policy.${id}.${part}`));
  return keys.filter((key) => !Object.hasOwn(catalogue, key));
}

/** `docs/languages.md`: what is said in which language, and what is still to be translated. */
export function renderLanguagePage(policies: readonly Policy[], catalogues: Catalogues): string {
  const texts = policies.length * PARTS.length;
  const gaps = LANGUAGES.map((language) => ({ language, missing: untranslated(policies, catalogues, language) }));
  const rows = gaps.map(
    ({ language, missing }) => `| ${nameOf(language)} | \`${language}\` | ${texts - missing.length} of ${texts} |`,
  );
  const lists = gaps
    .filter(({ missing }) => missing.length > 0)
    .map(
      ({ language, missing }) =>
        `## Missing in ${nameOf(language)}\n\n${missing.map((key) => `- \`${key}\``).join('\n')}`,
    );
  return `${[INTRODUCTION, ['| Language | Code | Texts of policies |', '| --- | --- | --- |', ...rows].join('\n'), ...lists].join('\n\n')}\n`;
}

const INTRODUCTION = `# Languages

Portreeve writes on GitHub in the language that the [configuration](configuration.md) names. Checks, issues and pull requests are complete in every language below; a test sees to it. The texts of policies are written in English and translated in the same catalogues, \`templates/words/\`; English stands in for what is missing. The findings themselves are in English.

To translate a text, add its key to the catalogue, for example \`policy.license-file.title\`. Code, file names and GitHub’s menus stay as they are. Files that Portreeve proposes stand in \`templates/proposals/\`, one folder a language.`;

function nameOf(language: Language): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
}

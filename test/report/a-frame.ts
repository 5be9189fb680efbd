import { readFileSync } from 'node:fs';
import { LANGUAGES, type Language } from '../../src/core/language.ts';
import { POLICIES } from '../../src/policies/index.ts';
import type { ReportFrame } from '../../src/report/frame.ts';
import { type Catalogue, wordsIn } from '../../src/report/words.ts';

function catalogue(language: Language): Catalogue {
  return JSON.parse(readFileSync(new URL(`../../templates/words/${language}.json`, import.meta.url), 'utf8'));
}

const { en = {}, ...others } = Object.fromEntries(LANGUAGES.map((language) => [language, catalogue(language)]));

/** The frame of an organisation that has named its office. */
export function aFrame(language: Language = 'en'): ReportFrame {
  return {
    words: wordsIn(language, { ...others, en }),
    policies: POLICIES,
    owner: 'city',
    office: { name: 'OSPO of the City', url: 'https://ospo.city.example/' },
    configurationFile: 'city/.github: .github/portreeve.yml',
  };
}

/** Placeholders that nobody filled in. */
export function placeholdersIn(...texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.match(/\{\w+\}|undefined|\[object/g) ?? []);
}

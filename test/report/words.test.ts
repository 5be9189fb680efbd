import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { SENTENCES as FINDINGS } from '../../src/contributions/finding.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { type Catalogue, SENTENCES, type SentenceKey, wordsIn } from '../../src/report/words.ts';

const FOLDER = new URL('../../templates/words/', import.meta.url);
const load = (language: string): Catalogue => JSON.parse(readFileSync(new URL(`${language}.json`, FOLDER), 'utf8'));
const en = load('en');

function placeholdersOf(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort();
}

/** `{count}` may be written as a word in the singular. */
function expectedPlaceholders(key: string, names: readonly string[]): string[] {
  return names.filter((name) => name !== 'count' || !key.endsWith('.one')).toSorted();
}

describe.each(LANGUAGES)('the catalogue in %s', (language) => {
  const catalogue = load(language);
  const frames = Object.keys(catalogue).filter((key) => !/^(policy|finding)\./.test(key));

  test('has every sentence, and none that nobody says', () => {
    const wanted = Object.entries<readonly string[]>(SENTENCES).flatMap(([key, names]) =>
      names.includes('count') ? [`${key}.one`, `${key}.other`] : [key],
    );
    expect(frames.toSorted()).toEqual(wanted.toSorted());
  });

  test('names exactly what each sentence is told', () => {
    for (const [key, names] of Object.entries<readonly string[]>(SENTENCES)) {
      for (const form of names.includes('count') ? [`${key}.one`, `${key}.other`] : [key]) {
        const found = placeholdersOf(catalogue[form] ?? '').filter(
          (name) => name !== 'count' || form.endsWith('.other'),
        );
        expect([form, found]).toEqual([form, expectedPlaceholders(form, names)]);
      }
    }
  });

  test('keeps GitHub’s limits for buttons and is quick to read in a list of checks', () => {
    for (const [key, sentence] of Object.entries(catalogue)) {
      if (key.startsWith('check.action.')) expect(sentence.length).toBeLessThanOrEqual(key.endsWith('label') ? 20 : 40);
      if (key.startsWith('check.title.')) expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(8);
    }
  });

  test('has no empty sentence, no stray white space, no markup that could act', () => {
    for (const [key, sentence] of Object.entries(catalogue)) {
      expect([key, sentence]).toEqual([key, sentence.trim().replace(/\s+/g, ' ')]);
      // Nothing acts within a code span, and only policies have those.
      const open = key.startsWith('policy.') ? sentence.replaceAll(/`[^`]+`/g, 'code') : sentence;
      expect(open).not.toMatch(key.startsWith('policy.') ? /^$|[<>@#`*_{}]/ : /^$|[<>@#`*_]|\{[^a-z]/);
    }
  });
});

describe.each(LANGUAGES)('the policies in %s', (language) => {
  const catalogue = load(language);

  test('are policies that Portreeve has, whole, with the names that the English text has', () => {
    const translated = Object.keys(catalogue).filter((key) => key.startsWith('policy.'));
    const parts = ['title', 'rationale', 'remediation'] as const;
    const possible = POLICIES.flatMap(({ id }) => parts.map((part) => `policy.${id}.${part}`));
    expect(possible).toEqual(expect.arrayContaining(translated));
    for (const { id, meta } of POLICIES) {
      const said = parts.filter((part) => translated.includes(`policy.${id}.${part}`));
      expect([0, parts.length]).toContain(said.length);
      for (const part of said) expect(namesIn(catalogue[`policy.${id}.${part}`] ?? '')).toEqual(namesIn(meta[part]));
    }
  });
});

describe('what is found of commits', () => {
  const others = LANGUAGES.filter((language) => language !== 'en');
  const findingsIn = (language: string) => Object.entries(load(language)).filter(([key]) => key.startsWith('finding.'));

  test('is worded in English with the finding itself, not in the catalogue', () => {
    expect(findingsIn('en')).toEqual([]);
  });

  test.each(others)(
    'tells in %s what the English sentence tells, for the same findings as in the others',
    (language) => {
      const codes = findingsIn(language).map(([key]) => key.slice('finding.'.length));
      expect(codes).toEqual(findingsIn('de').map(([key]) => key.slice('finding.'.length)));
      expect(Object.keys(FINDINGS)).toEqual(expect.arrayContaining(codes));
      const told = new Proxy({}, { get: (_target, name) => `{${String(name)}}` });
      for (const [key, sentence] of findingsIn(language)) {
        const code = key.slice('finding.'.length) as keyof typeof FINDINGS;
        const wording: (told: never) => string = FINDINGS[code];
        const known = placeholdersOf(wording(told as never));
        expect([key, known]).toEqual([key, expect.arrayContaining(placeholdersOf(sentence))]);
      }
    },
  );
});

/** What must stay as it is in every language: code, file names, GitHub's menus. */
function namesIn(text: string): string[] {
  return (text.match(/`[^`]+`|\b[A-Z]{4,}(?:\.md)?\b|Settings → [\w ]+/g) ?? []).toSorted();
}

test('a plural follows the language', () => {
  const french = wordsIn('fr', {
    en,
    fr: { 'section.more.one': '… et {count} autre.', 'section.more.other': '… et {count} autres.' },
  });
  expect(french.say('section.more', { count: 0 })).toBe('… et 0 autre.');
  expect(french.say('section.more', { count: 2 })).toBe('… et 2 autres.');
  expect(wordsIn('en', { en }).say('section.more', { count: 0 })).toBe('… and 0 more.');
});

test('where a language has a gap, English stands in, with English numbers', () => {
  const german = wordsIn('de', { en, de: { 'check.hold': 'Erfüllt' } });
  expect(german.say('check.hold')).toBe('Erfüllt');
  expect(german.say('section.more', { count: 1_200 })).toBe('… and 1,200 more.');
});

test('an argument is put in as it is, and never read as a placeholder again', () => {
  const { say } = wordsIn('en', { en });
  expect(say('section.line', { path: '{line} $& $1', line: 1_200 })).toBe('{line} $& $1, line 1200');
});

test('a policy’s own text is said in the language where the catalogue has it', () => {
  const { policyText } = wordsIn('de', { en, de: { 'policy.license-file.title': 'Eine Lizenzdatei' } });
  expect(policyText('license-file', 'title', 'A licence file')).toBe('Eine Lizenzdatei');
  expect(policyText('license-file', 'rationale', 'Because.')).toBe('Because.');
  expect(policyText('__proto__', 'title', 'English')).toBe('English');
});

test('a sentence that nobody wrote is a mistake of ours', () => {
  const { say } = wordsIn('en', { en: {} });
  expect(() => say('check.hold')).toThrow('check.hold');
});

test('the compiler knows what each sentence is told', () => {
  const { say } = wordsIn('en', { en });
  // @ts-expect-error: the sentence wants to know the base branch
  say('check.intro', { branch: 'main' });
  // @ts-expect-error: there is no such sentence
  expect(() => say('check.nonsense')).toThrow();
  const keys: readonly SentenceKey[] = ['footer'];
  expect(keys).toHaveLength(1);
});

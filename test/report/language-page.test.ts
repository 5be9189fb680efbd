import { expect, test } from '@jest/globals';
import { POLICIES } from '../../src/policies/index.ts';
import { renderLanguagePage, untranslated } from '../../src/report/language-page.ts';

const first = POLICIES.slice(0, 1);
const catalogues = { en: {}, de: { 'policy.license-file.title': 'Eine Lizenzdatei' } };

test('a gap is told by its key', () => {
  expect(untranslated(first, catalogues, 'de')).toEqual([
    'policy.license-file.rationale',
    'policy.license-file.remediation',
  ]);
  expect(untranslated(first, catalogues, 'fr')).toHaveLength(3);
  expect(untranslated(first, catalogues, 'en')).toEqual([]);
});

test('the page counts what is translated and lists what is not', () => {
  const page = renderLanguagePage(first, catalogues);
  expect(page).toContain('| English | `en` | 3 of 3 |');
  expect(page).toContain('| German | `de` | 1 of 3 |');
  expect(page).toContain(
    '## Missing in German\n\n- `policy.license-file.rationale`\n- `policy.license-file.remediation`\n',
  );
});

import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ERRORS } from '../../src/core/errors.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { auditJsonSchema } from '../../src/report/audit-schema.ts';
import { renderErrorPage } from '../../src/report/error-page.ts';
import { renderFeatureTable } from '../../src/report/feature-table.ts';
import { renderPolicyPage, renderPolicyTable } from '../../src/report/policy-page.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('docs/errors.md tells every error of the catalogue, and no other', () => {
  const told = read('docs/errors.md').match(/^## .+$/gm) ?? [];

  expect(told).toEqual(Object.keys(ERRORS).map((code) => `## ${code}`));
  expect(read('docs/errors.md')).toContain(renderErrorPage());
});

test('each error says what to do', () => {
  for (const { hint } of Object.values(ERRORS)) expect(hint).toMatch(/^[A-Z].+\.$/);
  expect(renderErrorPage()).not.toMatch(/undefined|\[object/);
});

test('the published schema is the one that the code has', () => {
  expect(JSON.parse(read('docs/schemas/audit.schema.json'))).toEqual(auditJsonSchema());
});

test('the README’s table names every policy', () => {
  expect(read('README.md')).toContain(renderPolicyTable(POLICIES));
});

test('the operator’s page names every feature with its permissions', () => {
  expect(read('docs/operating.md')).toContain(renderFeatureTable());
});

test.each(POLICIES.map((policy) => [policy.id, renderPolicyPage(policy)]))(
  'the page of %s has its parts in order',
  (_, page) => {
    const parts = ['# ', '## What it looks at', '## Options', '## Examples', '## How to mend it', '## References'];
    const places = parts.map((part) => page.indexOf(part));

    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(page).not.toMatch(/undefined|\[object/);
  },
);

test('examples that fail come before those that pass: they are what people look for', () => {
  for (const policy of POLICIES) {
    const examples = renderPolicyPage(policy).split('## Examples')[1]?.split('## How')[0]?.split('\n- ').slice(1) ?? [];
    const kinds = examples.map((example) => example.includes('`fail '));

    expect(kinds).toEqual([...kinds].sort((a, b) => Number(b) - Number(a)));
  }
});

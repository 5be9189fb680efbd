import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { load } from 'js-yaml';
import { EXAMPLE } from '../../src/config/example.ts';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import { configurationJsonSchema, renderConfigurationReference } from '../../src/config/reference.ts';
import { POLICIES } from '../../src/policies/index.ts';

const ajv = new Ajv({ strict: false, allErrors: true });
formats.default(ajv);
const validate = ajv.compile(configurationJsonSchema(POLICIES));

describe('what editors say', () => {
  test.each([
    ['the example', EXAMPLE, true],
    ['an unknown key', 'mod: enforce', false],
    ['an unknown policy', 'policies: {licence-file: off}', false],
    ['a policy that is off', 'policies: {license-file: off}', true],
    ['a wrong severity', 'policies: {license-file: {severity: grave}}', false],
    [
      'an exemption without a reason',
      'exemptions: [{policy: license-file, repositories: [a], approver: a, until: 2027-01-31}]',
      false,
    ],
  ])('of %s is what Portreeve says', (_name, text, isValid) => {
    expect(validate(load(text))).toBe(isValid);
    expect(readConfiguration(text, 'x', POLICIES, 'organization').ok).toBe(isValid);
  });
});

test('the manual names every key, every policy and every option, each with a sentence', () => {
  const page = renderConfigurationReference(POLICIES);
  for (const policy of POLICIES) {
    expect(page).toContain(`### ${policy.id}\n`);
    for (const option of Object.keys(policy.options.shape)) expect(page).toContain(`| \`${option}\` |`);
  }
  const rows = page.split('\n').filter((row) => row.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(40);
  for (const row of rows) expect(row).toMatch(/[.)`] \|$/);
});

test('no policy demands that two options agree: layers are folded one option at a time', () => {
  for (const policy of POLICIES) expect([policy.id, policy.options.def.checks ?? []]).toEqual([policy.id, []]);
  for (const policy of POLICIES) expect(policy.options.safeParse({}).success).toBe(true);
});

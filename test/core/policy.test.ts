import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { filesWith } from '../../src/core/files.ts';
import { definePolicy, isOnByDefault } from '../../src/core/policy.ts';
import { renderPolicyPage, renderPolicyTable } from '../../src/report/policy-page.ts';

const base = {
  id: 'a-policy',
  subject: 'repository',
  meta: {
    title: 'A',
    rationale: 'A',
    remediation: 'A',
    severity: 'warning',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [],
  },
  needs: ['files'],
  watches: null,
  proposal: null,
  options: z.strictObject({ limit: z.number().default(3) }),
  messages: { good: () => 'Good.', bad: ({ path }: { path: string }) => `${path} is bad.` },
} as const;

const policy = definePolicy({
  ...base,
  examples: [
    { name: 'nothing', facts: { files: filesWith({}) }, expect: ['pass good'] },
    // @ts-expect-error: an example may expect only codes that the policy declares
    { name: 'wrong code', facts: { files: filesWith({}) }, expect: ['pass great'] },
    // @ts-expect-error: an example gives every fact that the policy needs
    { name: 'lacks a fact', facts: {}, expect: ['pass good'] },
  ],
  evaluate(facts, options, { pass, fail }) {
    // @ts-expect-error: a policy reads only the facts that it lists in `needs`
    facts.description;
    // @ts-expect-error: options have the schema's own types
    options.limit.toUpperCase;
    // @ts-expect-error: a code must be declared
    () => pass('excellent');
    // @ts-expect-error: a message gets its arguments
    () => fail('bad');
    // @ts-expect-error: … of the right type
    () => fail('bad', { path: 3 });
    return [pass('good'), fail('bad', { path: 'LICENSE' })];
  },
});

test('a finding carries its message, and its place where its arguments name one', () => {
  const findings = policy.judge({ files: filesWith({}) }, { limit: 3 });

  expect(findings).toEqual([
    { outcome: 'pass', code: 'good', message: 'Good.', path: null, line: null },
    { outcome: 'fail', code: 'bad', message: 'LICENSE is bad.', path: 'LICENSE', line: null },
  ]);
});

test('the codes of a policy are known without running it', () => {
  expect(policy.messages).toEqual(['good', 'bad']);
});

test.each([
  ['a settled policy judges unasked', {}, true],
  ['one that is only for those who choose it does not', { isChosen: true }, false],
  ['nor does one that is on trial', { lifecycle: 'experimental' }, false],
] as const)('%s', (_, change, isOn) => {
  const changed = definePolicy({
    ...base,
    meta: { ...base.meta, ...change },
    examples: [],
    evaluate: (_facts, _options, { pass }) => [pass('good')],
  });

  expect(isOnByDefault(changed)).toBe(isOn);
  expect(renderPolicyPage(changed).includes('off unless chosen')).toBe(!isOn);
  expect(renderPolicyTable([changed]).includes('where chosen')).toBe(!isOn);
});

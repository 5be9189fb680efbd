import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { z } from 'zod';
import type { Audit } from '../../src/core/audit.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { renderSarif } from '../../src/report/sarif.ts';

const essentials = new URL('../fixtures/sarif-2.1.0-essentials.schema.json', import.meta.url);
const ajv = new Ajv2020({ strict: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(essentials, 'utf8')));

function anAudit(...verdicts: readonly Partial<Verdict>[]): Audit {
  const frame: Verdict = {
    policy: 'license-file',
    outcome: 'fail',
    severity: 'error',
    disclosure: 'public',
    reason: null,
    findings: [],
  };
  return {
    subject: '.',
    commit: null,
    at: '2026-11-23T12:00:00.000Z',
    verdicts: verdicts.map((verdict) => ({ ...frame, ...verdict })),
  };
}

const fail = (finding: Partial<Finding> = {}): Finding => ({
  outcome: 'fail',
  code: 'missing',
  message: 'There is none.',
  path: null,
  line: null,
  ...finding,
});

const location = z.object({
  physicalLocation: z.object({
    artifactLocation: z.object({ uri: z.string() }),
    region: z.object({ startLine: z.number() }).optional(),
  }),
});
const log = z.object({
  runs: z.tuple([
    z.object({
      tool: z.object({ driver: z.object({ rules: z.array(z.object({ id: z.string() })) }) }),
      invocations: z.tuple([
        z.object({ toolExecutionNotifications: z.array(z.object({ message: z.object({ text: z.string() }) })) }),
      ]),
      results: z.array(
        z.object({
          ruleId: z.string(),
          ruleIndex: z.number(),
          level: z.string(),
          message: z.object({ text: z.string() }),
          locations: z.tuple([location]),
          partialFingerprints: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ]),
});

function render(audit: Audit) {
  const output: unknown = JSON.parse(renderSarif(audit, POLICIES, '1.2.3'));
  validate(output);
  expect(validate.errors).toBeNull();
  const [run] = log.parse(output).runs;
  return { ...run, first: run.results[0] };
}

test.each([
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'note'],
] as const)('severity %s is level %s', (severity, level) => {
  expect(render(anAudit({ severity, findings: [fail()] })).first?.level).toBe(level);
});

test('only what fails is a result, each with its rule', () => {
  const pass: Finding = { ...fail(), outcome: 'pass', code: 'present' };
  const { results, tool } = render(
    anAudit(
      { outcome: 'pass', findings: [pass] },
      { policy: 'security-policy', findings: [fail(), pass, fail({ code: 'no-channel' })] },
      { policy: 'contributing-guide', outcome: 'exempt', reason: 'Excused.' },
    ),
  );

  expect(results.map(({ ruleId }) => ruleId)).toEqual(['security-policy', 'security-policy']);
  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual([
    'security-policy',
    'security-policy',
  ]);
});

test('what is unknown is a notification, not a result', () => {
  const { results, invocations } = render(anAudit({ outcome: 'unknown', reason: 'No rights.' }));

  expect(results).toEqual([]);
  expect(invocations[0].toolExecutionNotifications[0]?.message.text).toBe('No rights.');
});

test.each([
  ['a plain path', 'docs/SECURITY.md', 'docs/SECURITY.md'],
  ['spaces and percent signs', 'my 100% file', 'my%20100%25%20file'],
  ['a colon in the first segment', 'http:x', 'http%3Ax'],
  ['letters beyond ASCII', 'LICENSE-ümläut', 'LICENSE-%C3%BCml%C3%A4ut'],
  ['a question mark and a hash', 'a?b#c', 'a%3Fb%23c'],
  ['a line feed', 'a\nb', 'a%0Ab'],
])('%s is a relative address', (_, path, uri) => {
  const found = render(anAudit({ findings: [fail({ path, line: 3 })] })).first?.locations[0].physicalLocation;

  expect(decodeURIComponent(found?.artifactLocation.uri ?? '')).toBe(path);
  expect(found?.artifactLocation.uri).toBe(uri);
  expect(found?.region?.startLine).toBe(3);
});

test('a finding about no file stands where the missing file would', () => {
  const found = render(anAudit({ findings: [fail()] })).first?.locations[0].physicalLocation;

  expect(found).toEqual({ artifactLocation: expect.objectContaining({ uri: 'LICENSE' }) });
});

test('a fingerprint stays when a line moves, and differs between two findings', () => {
  const prints = (...findings: readonly Finding[]) =>
    render(anAudit({ findings })).results.map((one) => one.partialFingerprints);
  const a = fail({ path: 'A', line: 1 });

  expect(prints({ ...a, line: 9 })).toEqual(prints(a));
  expect(
    new Set(prints(a, a, fail({ path: 'B' }), fail({ code: 'empty' })).map((print) => JSON.stringify(print))).size,
  ).toBe(4);
});

test('A41: a name makes no link and no control character in a message', () => {
  const { first } = render(
    anAudit({ findings: [fail({ message: 'The file [click](http://evil.example)\u202e\u0007 is empty.' })] }),
  );

  expect(first?.message.text).toContain('\\[click\\]');
  expect(first?.message.text).not.toContain('\u202e');
  expect(first?.message.text).not.toContain('\u0007');
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { foldFindings } from '../../src/core/verdict.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { renderPolicyPage } from '../../src/report/policy-page.ts';

/** `outcome code` of each finding of an example. */
function judge(policy: (typeof POLICIES)[number], example: (typeof POLICIES)[number]['examples'][number]) {
  return policy.judge(example.facts, policy.options.parse(example.options ?? {}));
}

test('no two policies have one id', () => {
  expect(new Set(POLICIES.map(({ id }) => id)).size).toBe(POLICIES.length);
});

/** The files of `src` whose code names a policy: by its id in quotes, or by its file. Comments do not count. */
function filesNaming(id: string): string[] {
  const root = new URL('../../src/', import.meta.url);
  const names = [`'${id}'`, `policies/${id}.ts`];
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  return paths.filter((path) => {
    if (!path.endsWith('.ts')) return false;
    const code = readFileSync(new URL(path, root), 'utf8').replaceAll(/^ *(?:\/\*\*|\*|\/\/).*$/gm, '');
    return [...names, ...(path.startsWith('policies/') ? [`./${id}.ts`] : [])].some((name) => code.includes(name));
  });
}

test.each(POLICIES.map(({ id }) => id))('one file beside its own names the policy %s', (id) => {
  expect(filesNaming(id).toSorted()).toEqual(['policies/index.ts', `policies/${id}.ts`].toSorted());
});

describe.each(POLICIES.map((policy) => [policy.id, policy] as const))('the policy %s', (id, policy) => {
  test.each(policy.examples.map((example) => [example.name, example] as const))('example: %s', (_, example) => {
    const findings = judge(policy, example);

    expect(findings.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual(example.expect);
  });

  test('stands in the file of its name', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(existsSync(new URL(`../../src/policies/${id}.ts`, import.meta.url))).toBe(true);
  });

  test('has an example that passes and one that fails', () => {
    const outcomes = policy.examples.map((example) => foldFindings(judge(policy, example)));

    expect(outcomes).toContain('pass');
    expect(outcomes).toContain('fail');
  });

  test('has an example for each of its codes', () => {
    const reached = policy.examples.flatMap((example) => judge(policy, example).map(({ code }) => code));

    expect([...new Set(reached)].sort()).toEqual([...policy.messages].sort());
  });

  test('has no two examples alike, in name or in facts', () => {
    const names = policy.examples.map(({ name }) => name);
    const cases = policy.examples.map(({ facts, options }) => JSON.stringify([facts, options]));

    expect(new Set(names).size).toBe(names.length);
    expect(new Set(cases).size).toBe(cases.length);
  });

  test('says in one sentence what was found, naming what it is about', () => {
    for (const { message } of policy.examples.flatMap((example) => judge(policy, example))) {
      expect(message).toMatch(/^\S.*[.]$/);
      expect(message).not.toMatch(/undefined|null|\[object|\n/);
    }
  });

  test('has a title in one line, a rationale, a remedy and references that are addresses', () => {
    const { title, rationale, remediation, references } = policy.meta;

    expect(title).toMatch(/^[A-Z].{5,70}[^.]$/);
    expect(rationale.length).toBeGreaterThan(60);
    expect(remediation.length).toBeGreaterThan(60);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) expect(new URL(reference).protocol).toBe('https:');
  });

  test('describes and defaults each of its options', () => {
    expect(policy.options.safeParse({}).success).toBe(true);
    expect(policy.options.safeParse({ noSuchOption: 1 }).success).toBe(false);
    for (const [name, schema] of Object.entries(policy.options.shape)) {
      expect([name, schema.meta()?.description ?? '']).toEqual([name, expect.stringMatching(/^[A-Z].+\.$/)]);
    }
  });

  test('a proposal mends findings that the policy makes', () => {
    for (const code of policy.proposal?.mends ?? []) expect(policy.messages).toContain(code);
  });

  test('a proposal puts its file where the policy looks for it', () => {
    if (policy.proposal === null || policy.watches === null) return;
    const name = policy.proposal.path.split('/').at(-1) ?? '';

    expect(policy.watches.isName(name)).toBe(true);
  });

  test('has the page in the manual that would be written now', () => {
    const page = readFileSync(new URL(`../../docs/policies/${id}.md`, import.meta.url), 'utf8');

    expect(page).toContain(renderPolicyPage(policy));
  });
});

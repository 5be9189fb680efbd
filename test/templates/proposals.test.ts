import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { filesWith } from '../../src/core/files.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { foldFindings } from '../../src/core/verdict.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { type Facts, fillTemplate } from '../../src/report/fill-template.ts';

const FOLDER = new URL('../../templates/proposals/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, FOLDER), 'utf8');

const FACTS: Facts = {
  owner: 'city-example',
  repository: 'bus_stops',
  defaultBranch: 'main',
  office: null,
  officeUrl: null,
  officeEmail: null,
  securityEmail: null,
  securityUrl: null,
  privateReporting: null,
};
const WAYS: Facts = {
  securityEmail: 'security@city.example',
  securityUrl: 'https://city.example/report',
  privateReporting: 'https://github.com/city-example/bus_stops/security/advisories/new',
};
const OFFICE: Facts = {
  office: 'Open Source Office',
  officeUrl: 'https://city.example/open-source',
  officeEmail: 'open-source@city.example',
};

/** A template in every language that it is written in; English stands in the root. */
function versionsOf(name: string): string[] {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [name, ...folders.map((folder) => `${folder.name}/${name}`)];
}

function outcomeOf(policyId: string, path: string, text: string): string {
  const policy = POLICIES.find(({ id }) => id === policyId);
  if (policy === undefined) throw new Error(`There is no policy ${policyId}`);
  const facts = { files: filesWith({ [path]: text }), inherited: { source: null, entries: [] } };
  return foldFindings(policy.judge(facts, policy.options.parse({})));
}

function filled(template: string, facts: Facts): string {
  const text = fillTemplate(template, facts);
  if (typeof text !== 'string') throw new Error(`missing: ${text.missing.join(', ')}`);
  return text;
}

describe.each(versionsOf('CONTRIBUTING.md'))('%s', (path) => {
  test.each([
    ['no office', FACTS],
    ['an office', { ...FACTS, ...OFFICE }],
    ['an office without a page', { ...FACTS, office: 'Open Source Office' }],
  ])('with %s meets contributing-guide', (_name, facts) => {
    const text = filled(read(path), facts);
    expect(outcomeOf('contributing-guide', 'CONTRIBUTING.md', text)).toBe('pass');
    expectWellMade(text);
    expect(text.includes('Open Source Office')).toBe(facts.office !== null);
  });
});

describe.each(versionsOf('SECURITY.md'))('%s', (path) => {
  test.each([
    ['only an address', { securityEmail: WAYS.securityEmail ?? null }],
    ['only a page', { securityUrl: WAYS.securityUrl ?? null }],
    ['only GitHub’s private reporting', { privateReporting: WAYS.privateReporting ?? null }],
    ['all ways', WAYS],
    ['all ways and an office', { ...WAYS, ...OFFICE }],
  ])('with %s meets security-policy', (_name, known) => {
    const text = filled(read(path), { ...FACTS, ...known });
    expect(outcomeOf('security-policy', 'SECURITY.md', text)).toBe('pass');
    expectWellMade(text);
    for (const [name, fact] of Object.entries({ ...WAYS, ...OFFICE })) {
      const isUsed = name === 'officeUrl' ? false : name in known;
      expect([name, text.includes(fact ?? '')]).toEqual([name, isUsed]);
    }
  });

  test('is not made where nobody knows where to report: nothing is invented', () => {
    expect(fillTemplate(read(path), { ...FACTS, ...OFFICE })).toEqual({
      missing: ['securityEmail or securityUrl or privateReporting'],
    });
  });
});

const ALL_FACTS: Facts = {
  ...FACTS,
  ...WAYS,
  ...OFFICE,
  description: 'Shows where buses stop, and when.',
  license: 'EUPL-1.2',
  conductEmail: 'conduct@city.example',
  conductUrl: 'https://city.example/conduct',
  supportEmail: 'help@city.example',
  supportUrl: 'https://city.example/help',
};

describe.each(
  POLICIES.flatMap(({ id, proposal }) =>
    proposal === null || proposal.source === 'default-license'
      ? []
      : versionsOf(proposal.source.template).map((path) => [path, id, proposal.path] as const),
  ),
)('%s', (path, id, place) => {
  test(`meets ${id} with all facts, and with no more of them than it needs`, () => {
    let needed = ALL_FACTS;
    for (const name of Object.keys(ALL_FACTS)) {
      const fewer = { ...needed, [name]: null };
      if (typeof fillTemplate(read(path), fewer) === 'string') needed = fewer;
    }
    for (const facts of [ALL_FACTS, needed]) {
      const text = filled(read(path), facts);
      expect(outcomeOf(id, place, text)).toBe('pass');
      expectWellMade(text);
    }
  });

  test('takes the same facts as in English', () => {
    const tags = (template: string) => (template.match(/\{\{[^{}]*\}\}/g) ?? []).toSorted();
    const english = path.split('/').at(-1) ?? '';
    expect([...new Set(tags(read(path)))]).toEqual([...new Set(tags(read(english)))]);
  });
});

test('templates are written in languages that Portreeve speaks, all or none', () => {
  const entries = readdirSync(FOLDER, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  const english = entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).toSorted();
  for (const { name } of folders) {
    expect(LANGUAGES).toContain(name);
    expect(readdirSync(new URL(`${name}/`, FOLDER)).toSorted()).toEqual(english);
  }
});

/** No tag is left over, no gap of two blank lines, one title, and a line end at the end. */
function expectWellMade(text: string): void {
  expect(text).not.toMatch(/\{\{|\}\}|\n\n\n|[ \t]\n|\n\n$/);
  expect(text).toMatch(/^# .+\n[\s\S]+[^\n]\n$/);
  const titles = fromMarkdown(text).children.filter((node) => node.type === 'heading' && node.depth === 1);
  expect(titles).toHaveLength(1);
}

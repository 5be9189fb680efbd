import { afterEach, describe, expect, test } from '@jest/globals';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { z } from 'zod';
import { createLog } from '../../src/app/log.ts';
import { definePolicy } from '../../src/core/policy.ts';
import { auditRepository } from '../../src/tasks/audit-repository.ts';
import { checkPullRequest } from '../../src/tasks/check-pull-request.ts';
import type { TaskContext } from '../../src/tasks/context.ts';
import type { Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { CONTRIBUTING } from './on-github.ts';

let house: House;

const HOSTILE = [
  '@everyone',
  '@ada',
  '-->',
  '<img src=x onerror=alert(1)>',
  '<!-- portreeve:issue x y -->',
  '![x](http://evil.example/x.png)',
  '[x](http://evil.example)',
  '](http://evil.example)',
  'http://evil.example',
  'www.evil.example',
  'fixes #1',
  '`code` ``` ~~~',
  '**bold** _em_ ~~gone~~',
  '\u202Egnp.exe',
  '&#64;everyone &lt;img&gt;',
  '| a | b |',
  '$x$',
  '{placeholder} {{name}}',
] as const;
const ALL = HOSTILE.join(' ');
const LINES = HOSTILE.join('\n# ');

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

function nodesOf(markdown: string): Node[] {
  const walk = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(walk)];
  return walk(fromMarkdown(markdown) as Node);
}

/** What in a Markdown text would act, or deceive, and is not of our own writing. */
function liveIn(markdown: string): string[] {
  const nodes = nodesOf(markdown);
  const ofType = (type: string) => nodes.filter((node) => node.type === type);
  const words = ofType('text').map(({ value = '' }) => value);
  return [
    ...ofType('image').map(({ url }) => `image ${url}`),
    ...ofType('link').flatMap(({ url = '' }) => (/evil|javascript/.test(url) ? [`link ${url}`] : [])),
    ...ofType('html').flatMap(({ value = '' }) =>
      /^(?:<\/?(?:sub|code)>|<!-- portreeve:[\w%.-]+ [\w%.-]+ [0-9a-f]{32} -->)$/.test(value) ? [] : [`html ${value}`],
    ),
    ...words.flatMap((text) => text.match(/@\w+|#\d+|(?:https?:\/\/|www\.)evil\S*/g) ?? []),
    ...(markdown.match(/[\u202A-\u202E\u2066-\u2069]/g) ?? []),
  ];
}

interface Written {
  readonly place: string;
  readonly markdown: string;
}

function writtenIn(repositories: readonly Repository[]): Written[] {
  return repositories.flatMap((repository) => [
    ...[...repository.issues.values()]
      .filter(({ user }) => user.login === 'portreeve[bot]')
      .map(({ number, body }) => ({ place: `${repository.name}#${number}`, markdown: body ?? '' })),
    ...repository.checkRuns.map(({ name, output }) => ({ place: `check ${name}`, markdown: output.summary ?? '' })),
  ]);
}

function titlesIn(repositories: readonly Repository[]): string[] {
  return repositories.flatMap((repository) => [
    ...[...repository.issues.values()].filter(({ user }) => user.login === 'portreeve[bot]').map(({ title }) => title),
    ...repository.checkRuns.flatMap(({ output, annotations }) => [
      output.title ?? '',
      ...annotations.flatMap(({ title, message }) => [title ?? '', message]),
    ]),
  ]);
}

async function auditBy(context: TaskContext, repository: Repository): Promise<void> {
  await auditRepository(context, {
    installationId: house.installation.id,
    repositoryId: repository.id,
    nodeId: repository.nodeId,
    trigger: 'push',
    isProposalRequested: false,
    isCheckRequested: false,
    commentId: null,
  });
}

async function checkBy(context: TaskContext, repository: Repository, number: number): Promise<void> {
  await checkPullRequest(context, {
    installationId: house.installation.id,
    repositoryId: repository.id,
    nodeId: repository.nodeId,
    number,
    headSha: null,
    isRequested: false,
    commentId: null,
  });
}

test.each(HOSTILE.slice(0, 11).filter((text) => text !== '-->' && !text.startsWith('](')))(
  'the look for live nodes finds %j where it is not escaped',
  (text) => {
    expect(liveIn(`Found: ${text} there.`)).not.toEqual([]);
  },
);

describe('A22: hostile names, paths, texts and configuration', () => {
  afterEach(() => house.close());

  async function live(context: TaskContext): Promise<readonly Repository[]> {
    const owner = house.organization;
    const paths = HOSTILE.map((text) => `LICENSE-${text.replaceAll('/', '⁄')}`);
    const files = Object.fromEntries([...paths, 'LICENSE-\n# heading'].map((path) => [path, `${LINES}\n`]));
    const stops = house.github.createRepository({
      owner,
      name: 'stops',
      description: LINES,
      files: { ...files, 'SECURITY.md': `# Security\n${LINES}\nTODO\n`, 'CONTRIBUTING.md': CONTRIBUTING },
    });
    const bare = house.github.createRepository({ owner, name: 'bare', description: LINES, files: { a: 'a' } });
    await house.refresh();
    for (const repository of [stops, bare]) {
      await auditBy(context, repository);
      const pull = house.github.openPullRequest({
        repository,
        title: ALL.slice(0, 200),
        head: 'x-`@everyone`',
        files: { 'LICENSE-@everyone': `${ALL} again`, '.github/portreeve.yml': `${JSON.stringify(ALL)}: 1\n` },
      });
      await checkBy(context, repository, pull.issue.number);
    }
    return [stops, bare];
  }

  const CONFIGURATION = `
mode: enforce
defaultLicense: EUPL-1.2
repositoriesMayOverride: true
contact:
  office: ${JSON.stringify(ALL.slice(0, 95))}
  officeEmail: ospo@city.example
  securityEmail: security@city.example
exemptions:
  - policy: license-approved
    repositories: [bare]
    reason: ${JSON.stringify(ALL)}
    approver: ada
    until: 2099-01-01
`;

  test.each(['en', 'fr', 'de', 'es', 'it', 'nl', 'pt'])(
    'stay text in %s, and every placeholder is filled',
    async (language) => {
      house = await openHouse({ configuration: `language: ${language}${CONFIGURATION}` });
      const repositories = await live(house.context);
      const written = writtenIn(repositories);

      expect(written.length).toBeGreaterThanOrEqual(6);
      for (const { place, markdown } of written) {
        expect([place, ...liveIn(markdown)]).toEqual([place]);
        expect(markdown.replaceAll(/\{placeholder\}|\{\{name\}\}/g, '')).not.toMatch(/\{\w+\}/);
      }
      for (const title of titlesIn(repositories)) {
        expect(title).not.toMatch(/@\w|#\d|[\n\r]|[\u202A-\u202E\u2066-\u2069]/);
      }
    },
  );

  test('A45: each log line is one JSON object, and holds no secret', async () => {
    house = await openHouse({ configuration: CONFIGURATION });
    const lines: string[] = [];
    const log = createLog({ level: 'info', secrets: [], stream: { write: (line) => void lines.push(line) } });
    await live({ ...house.context, log });

    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      expect(line.trimEnd()).not.toContain('\n');
      expect(typeof JSON.parse(line)).toBe('object');
      expect(line).not.toMatch(/ghs_|PRIVATE KEY/);
    }
  });
});

function aPolicyWith(id: string, findings: number, length: number) {
  return definePolicy({
    id,
    subject: 'repository',
    meta: {
      title: `The demand of ${id}`,
      rationale: 'Why. '.repeat(40),
      remediation: 'How. '.repeat(40),
      severity: 'error',
      disclosure: 'public',
      lifecycle: 'stable',
      references: [],
    },
    needs: ['files'],
    watches: null,
    options: z.strictObject({}),
    messages: {
      wrong: ({ path, line }: { path: string; line: number }) =>
        `${path} ${line} ${'@everyone é '.repeat(length / 12)}`,
      fine: () => 'Fine.',
    },
    proposal: null,
    examples: [],
    evaluate: ({ files }, _options, { pass, fail }) =>
      files.entries.some(({ path }) => path === 'good')
        ? [pass('fine')]
        : Array.from({ length: findings }, (_, index) => fail('wrong', { path: `docs/${index}.md`, line: index + 1 })),
  });
}

describe('A23: too much', () => {
  afterEach(() => house.close());

  test.each([
    ['5 000 findings of one policy', [aPolicyWith('policy-a', 5000, 1200)]],
    ['60 policies of 100 findings', Array.from({ length: 60 }, (_, index) => aPolicyWith(`policy-${index}`, 100, 600))],
  ])('%s fit, and nothing that was broken goes unsaid', async (_what, policies) => {
    house = await openHouse({ configuration: 'mode: enforce\n' });
    const stops = house.github.createRepository({ owner: house.organization, name: 'stops', files: { good: 'x' } });
    await house.refresh();
    const context = { ...house.context, policies };
    const pull = house.github.openPullRequest({ repository: stops, deletes: ['good'], files: { a: 'a' } });
    await checkBy(context, stops, pull.issue.number);
    house.github.pushFiles(stops, { deletes: ['good'], files: { b: 'b' }, message: 'Bad' });
    await auditBy(context, stops);

    const [run] = stops.checkRuns;
    expect(run?.conclusion).toBe('failure');
    expect(run?.annotations.length).toBeLessThanOrEqual(50);
    const written = writtenIn([stops]);
    expect(written).toHaveLength(2);
    for (const { markdown } of written) {
      expect(markdown.length).toBeLessThan(65_536);
      expect(markdown).toContain('The demand of policy-');
      expect(markdown).toMatch(/more/);
    }
  });
});

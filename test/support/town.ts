import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Account, App, GitHub, PullRequest, Repository } from '../github/index.ts';
import { APP_EVENTS, APP_PERMISSIONS } from './app-manifest.ts';

/** A small organisation on the embedded GitHub, whose repositories between them need every kind of action. */
export interface Town {
  readonly github: GitHub;
  readonly app: App;
  readonly organization: Account;
  readonly ada: Account;
  readonly repository: (name: string) => Repository;
  /** What people do, one act after the other; the first installs the app. */
  readonly acts: readonly (() => void)[];
}

export function configurationOf(more: string): string {
  return `mode: enforce
contact:
  office: Open Source Office
  securityEmail: security@town.example
groups:
  - name: the configuration itself
    match: { names: ['.github'] }
    policies: { license-file: off, license-approved: off, security-policy: off }
${more}`;
}

const CONTRIBUTING = `# Contributing

Thank you for helping. Open an issue before larger work, fork the repository, make a branch and open a pull request.
Questions are welcome in every issue. A maintainer answers within five working days.
`;
const SECURITY = '# Security\n\nReport in private to security@town.example. We answer within three working days.\n';
const README = { 'README.md': '# Something\n\nIt does something.\n' };

function license(id: string): string {
  const path = createRequire(import.meta.url).resolve(`spdx-license-list/licenses/${id}.json`);
  return JSON.parse(readFileSync(path, 'utf8')).licenseText;
}

/** What a repository needs so that nothing is wrong with it. */
export const GOOD_FILES: Readonly<Record<string, string>> = {
  ...README,
  LICENSE: license('EUPL-1.2'),
  'SECURITY.md': SECURITY,
};
export const BARE_FILES: Readonly<Record<string, string>> = README;

export function createTown(github: GitHub, login = 'town'): Town {
  const ada = github.createUser(`ada-of-${login}`, { email: `ada@${login}.example` });
  const organization = github.createOrganization(login, { owners: [ada] });
  const app = github.createApp({
    slug: 'portreeve',
    permissions: APP_PERMISSIONS,
    events: [...APP_EVENTS],
    webhookUrl: null,
  });
  const repositories = new Map<string, Repository>();
  const add = (name: string, files: Readonly<Record<string, string>>) =>
    repositories.set(name, github.createRepository({ owner: organization, name, files }));
  const configuration = (spdxId: string) => configurationOf(`defaultLicense: ${spdxId}\n`);
  add('.github', { '.github/portreeve.yml': configuration('EUPL-1.2'), 'CONTRIBUTING.md': CONTRIBUTING });
  add('bare', BARE_FILES);
  add('good', GOOD_FILES);
  add('mended', BARE_FILES);
  add('merged', BARE_FILES);
  add('relapsing', GOOD_FILES);
  const repository = (name: string): Repository => {
    const found = repositories.get(name);
    if (found === undefined) throw new Error(`The town has no repository ${name}`);
    return found;
  };
  const push = (name: string, change: { files?: Readonly<Record<string, string>>; deletes?: readonly string[] }) =>
    github.pushFiles(repository(name), { ...change, message: 'Change', author: ada });
  let removal: PullRequest | null = null;
  let change: PullRequest | null = null;
  const acts = [
    () => void github.installApp({ app, account: organization, by: ada }),
    () => {
      for (const pull of proposalsOf(repository('merged'))) github.mergePullRequest(pull, { by: ada });
      push('mended', { files: GOOD_FILES });
      push('relapsing', { deletes: ['LICENSE'] });
      removal = github.openPullRequest({
        repository: repository('good'),
        deletes: ['LICENSE'],
        title: 'Remove the licence',
        author: ada,
      });
      change = github.openPullRequest({
        repository: repository('.github'),
        files: { '.github/portreeve.yml': configuration('Apache-2.0') },
        title: 'Another default licence',
        author: ada,
      });
    },
    () => {
      push('relapsing', { files: GOOD_FILES });
      if (removal !== null) github.comment(removal, '/portreeve recheck', ada);
      for (const issue of issuesOf(repository('bare'))) github.comment(issue, '/portreeve recheck', ada);
      if (change !== null) github.mergePullRequest(change, { by: ada });
    },
    () => {
      push('relapsing', { deletes: ['LICENSE'] });
      const head = removal?.head.sha;
      const reported = repository('good').checkRuns.find(({ suite }) => suite.headSha === head);
      if (reported !== undefined) github.rerequestCheckRun(reported, ada);
    },
  ];
  return { github, app, organization, ada, repository, acts };
}

/** The issues that are no pull requests. */
export function issuesOf(repository: Repository) {
  return [...repository.issues.values()].filter(({ pull }) => pull === null);
}

/** The pull requests that the app opened. */
export function proposalsOf(repository: Repository): PullRequest[] {
  return [...repository.issues.values()].flatMap(({ app, pull }) => (app !== null && pull !== null ? [pull] : []));
}

/** What stands on GitHub, without what differs from run to run: ids, numbers, commits, times. */
export function portraitOf(github: GitHub, organization: Account): object {
  const repositories = [...github.world.repositories.values()].filter(({ owner }) => owner.id === organization.id);
  return Object.fromEntries(repositories.map((repository) => [repository.name, portraitOfRepository(repository)]));
}

function portraitOfRepository(repository: Repository) {
  const titles = new Map(
    [...repository.issues.values()].flatMap(({ pull, title }) => (pull ? [[pull.head.sha, title]] : [])),
  );
  const issues = [...repository.issues.values()].map((issue) => ({
    title: issue.title,
    body: withoutIds(issue.body ?? ''),
    state: issue.state,
    stateReason: issue.stateReason,
    author: issue.user.login,
    pull: issue.pull === null ? null : { head: issue.pull.head.ref, isMerged: issue.pull.mergedAt !== null },
    comments: issue.comments.map(({ body, reactions }) => ({
      body,
      reactions: reactions.map(({ content, user }) => `${content} of ${user.login}`),
    })),
  }));
  const checkRuns = repository.checkRuns.map((run) => ({
    name: run.name,
    of: titles.get(run.suite.headSha) ?? 'a commit that is no head',
    status: run.status,
    conclusion: run.conclusion,
    title: run.output.title,
    summary: withoutIds(run.output.summary ?? ''),
  }));
  const branches = [...repository.git.refs].flatMap(([ref, oid]) => {
    const commit = repository.git.resolveCommit(oid);
    // Git tells them by their times.
    const log = sorted(repository.git.log(oid).map(({ message }) => message));
    return ref.startsWith('refs/heads/') ? [{ ref, tree: commit?.tree, log }] : [];
  });
  return { issues: sorted(issues), checkRuns: sorted(checkRuns), branches: sorted(branches) };
}

/** Without what differs from run to run: commits, the day, and where GitHub is. */
export function withoutIds(text: string): string {
  return text
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'https://github.example')
    .replaceAll(/\b\d{4}-\d\d-\d\d\b/g, 'DAY')
    .replaceAll(/\b[0-9a-f]{40}\b/g, 'SHA')
    .replaceAll(/\b[0-9a-f]{7}\b/g, 'sha');
}

function sorted<T>(things: readonly T[]): T[] {
  return things.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

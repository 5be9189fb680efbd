import type { GitHub, Issue, PullRequest, Repository } from '../github/index.ts';
import type { DemoOrganization } from './organization.ts';

/** Something that people do, and what is worth looking at afterwards. */
export interface Scene {
  readonly title: string;
  readonly act: () => void;
  readonly show: () => readonly Exhibit[];
}

/** What people on GitHub see. */
export type Exhibit =
  | { readonly kind: 'issue'; readonly issue: Issue }
  | { readonly kind: 'proposal'; readonly pull: PullRequest }
  | { readonly kind: 'comment'; readonly pull: PullRequest }
  | { readonly kind: 'check-run'; readonly repository: Repository; readonly headSha: string };

/** The main job, as people would set it going. */
export function scenes(github: GitHub, { people, repositories }: DemoOrganization, install: () => void): Scene[] {
  const { ada, bert, chiara, newcomer } = people;
  const find = (name: string): Repository => {
    const repository = repositories.get(name);
    if (repository === undefined) throw new Error(`The demo has no repository ${name}`);
    return repository;
  };
  const stops = find('bus-stops');
  const desk = find('citizen-desk');
  let removal: PullRequest | null = null;
  let contribution: PullRequest | null = null;
  return [
    {
      title:
        'Ada installs Portreeve on the organisation rivermouth. It looks at every repository, and writes to none yet.',
      act: install,
      show: () => ourIssues(find('open-source-office')).map((issue) => ({ kind: 'issue', issue }) as const),
    },
    {
      title: 'Ada reads what Portreeve would write, and approves it by a comment.',
      act: () => {
        for (const issue of ourIssues(find('open-source-office'))) {
          const command = /\/portreeve approve [0-9a-f]+/.exec(issue.body ?? '')?.[0];
          if (command !== undefined) github.comment(issue, command, ada);
        }
      },
      show: () => [
        ...ourIssues(stops).map((issue) => ({ kind: 'issue', issue }) as const),
        ...proposals(stops).map((pull) => ({ kind: 'proposal', pull }) as const),
      ],
    },
    {
      title: 'Bert merges the proposal on bus-stops.',
      act: () => proposals(stops).forEach((pull) => void github.mergePullRequest(pull, { by: bert })),
      show: () => ourIssues(stops).map((issue) => ({ kind: 'issue', issue }) as const),
    },
    {
      title: 'Chiara opens a pull request on citizen-desk that removes the LICENSE.',
      act: () => {
        removal = github.openPullRequest({
          repository: desk,
          deletes: ['LICENSE'],
          title: 'Tidy up the root',
          author: chiara,
        });
      },
      show: () => (removal === null ? [] : [{ kind: 'check-run', repository: desk, headSha: removal.head.sha }]),
    },
    {
      title:
        'Sam, from outside and for the first time, sends a pull request from a fork of library-catalogue, where old things are wrong.',
      act: () => {
        contribution = github.openPullRequest({
          repository: find('library-catalogue'),
          files: { 'src/search.ts': 'export const search = () => [];\n' },
          title: 'Search by author',
          author: newcomer,
          fork: true,
        });
      },
      show: () =>
        contribution === null
          ? []
          : [
              { kind: 'check-run', repository: contribution.issue.repository, headSha: contribution.head.sha },
              { kind: 'comment', pull: contribution },
            ],
    },
    {
      title: 'Sam asks for another look: "/portreeve recheck".',
      act: () => {
        if (contribution !== null) github.comment(contribution, '/portreeve recheck', newcomer);
      },
      show: () => [],
    },
    {
      title: 'Bert merges it, and Sam is thanked in the same comment.',
      act: () => {
        if (contribution !== null) github.mergePullRequest(contribution, { by: bert });
      },
      show: () => (contribution === null ? [] : [{ kind: 'comment', pull: contribution }]),
    },
    {
      title: 'Ada closes the proposal on waste-calendar without merging: no. Portreeve remembers.',
      act: () => proposals(find('waste-calendar')).forEach((pull) => void github.closePullRequest(pull, ada)),
      show: () => [],
    },
    {
      title: 'Bert pushes to flood-warning, and nothing that a policy watches is touched.',
      act: () => {
        github.pushFiles(find('flood-warning'), {
          files: { 'src/levels.ts': 'export {};\n' },
          message: 'Read levels',
          author: bert,
        });
      },
      show: () => [],
    },
  ];
}

/** The policy issues that the app keeps on a repository. */
export function ourIssues(repository: Repository): Issue[] {
  return [...repository.issues.values()].filter(({ app, pull }) => app !== null && pull === null);
}

/** The pull requests that the app opened on a repository. */
export function proposals(repository: Repository): PullRequest[] {
  return [...repository.issues.values()].flatMap(({ app, pull }) => (app !== null && pull !== null ? [pull] : []));
}

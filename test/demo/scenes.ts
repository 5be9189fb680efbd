import type { CheckRun, GitHub, Issue, PullRequest, Repository } from '../github/index.ts';
import { type Clone, commandsIn, openClone, type } from './clone.ts';
import type { DemoOrganization } from './organization.ts';

/** Something that people do, and what is worth looking at afterwards. */
export interface Scene {
  readonly title: string;
  readonly act: () => void | Promise<void>;
  readonly show: () => readonly Exhibit[];
}

/** What people on GitHub see. */
export type Exhibit =
  | {
      readonly kind: 'issue';
      readonly issue: Issue;
      /** Only what holds this; all without it. */
      readonly about?: string;
    }
  | { readonly kind: 'proposal'; readonly pull: PullRequest }
  | {
      readonly kind: 'comment';
      readonly issue: Issue;
      /** Only what is said about this; all without it. */
      readonly about?: string;
    }
  | {
      readonly kind: 'check-run';
      readonly repository: Repository;
      readonly headSha: string;
      /** Only the one of this name; all without it. */
      readonly name?: string;
    }
  | { readonly kind: 'command'; readonly command: string; readonly output: string; readonly code: number };

/** The check runs that an exhibit is about. */
export function checkRunsIn({
  repository,
  headSha,
  name,
}: Extract<Exhibit, { readonly kind: 'check-run' }>): CheckRun[] {
  return repository.checkRuns.filter(
    (run) => run.suite.headSha === headSha && (name === undefined || run.name === name),
  );
}

/** What the story needs of the world around GitHub. */
export interface SceneWorld {
  /** Installs the app. */
  readonly install: () => void;
  /** Is told of each folder that the story makes, to be removed in the end. */
  readonly onFolder: (path: string) => void;
}

/** The main job, as people would set it going. */
export function scenes(
  github: GitHub,
  { people, repositories }: DemoOrganization,
  { install, onFolder }: SceneWorld,
): Scene[] {
  const { ada, bert, chiara, newcomer, jo, impostor } = people;
  const find = (name: string): Repository => {
    const repository = repositories.get(name);
    if (repository === undefined) throw new Error(`The demo has no repository ${name}`);
    return repository;
  };
  const stops = find('bus-stops');
  const desk = find('citizen-desk');
  let removal: PullRequest | null = null;
  let contribution: PullRequest | null = null;
  const flood = find('flood-warning');
  let clone: Clone | null = null;
  let unsigned: PullRequest | null = null;
  let spoofed: PullRequest | null = null;
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
              { kind: 'comment', issue: contribution.issue },
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
      show: () => (contribution === null ? [] : [{ kind: 'comment', issue: contribution.issue }]),
    },
    {
      title:
        'Jo, from outside and for the first time, clones a fork of flood-warning with git, commits twice, forgets to sign off and opens a pull request.',
      async act() {
        const fork = github.fork(flood, jo);
        clone = await openClone(github, fork, jo, 'gauge-names');
        onFolder(clone.folder);
        await clone.commit('gauges.json', '["Weir", "Bridge"]\n', 'Name the gauges');
        await clone.commit('notes.txt', 'From the signs at the river.\n', 'Say where the names come from');
        await clone.git('push', '--quiet', '--set-upstream', 'origin', 'gauge-names');
        const [author, title] = [jo, 'Name the gauges'];
        unsigned = github.openPullRequest({ repository: flood, author, title, head: 'gauge-names', fork: true });
      },
      show: () => withCheckAndComment(unsigned),
    },
    {
      title: 'Jo types the very commands that the comment shows, and git pushes.',
      async act() {
        const comment = unsigned?.issue.comments.find(({ app }) => app !== null);
        if (clone === null || comment === undefined) throw new Error('Jo was told no commands');
        await type(clone, commandsIn(comment.body));
      },
      show: () => withCheckAndComment(unsigned),
    },
    {
      title: 'Bert merges it, and Jo is thanked.',
      act: () => {
        if (unsigned !== null) github.mergePullRequest(unsigned, { by: bert });
      },
      show: () => (unsigned === null ? [] : [{ kind: 'comment', issue: unsigned.issue }]),
    },
    {
      title: 'Somebody sends a commit that says to be a bot’s, so that nobody asks for a sign-off.',
      act: () => {
        spoofed = github.openPullRequest({
          repository: flood,
          author: impostor,
          title: 'Bump gauge-reader',
          fork: true,
          commits: [{ files: { 'gauges.lock': '2.0.0\n' }, message: 'Bump gauge-reader', author: DEPENDABOT }],
        });
      },
      show: () =>
        spoofed === null ? [] : [{ kind: 'check-run', repository: flood, headSha: spoofed.head.sha } as const],
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

/** The address that stands in the commits of GitHub's own bot; anybody can write it into theirs. */
export const DEPENDABOT = { name: 'dependabot[bot]', email: '49699333+dependabot[bot]@users.noreply.github.com' };

function withCheckAndComment(pull: PullRequest | null): Exhibit[] {
  if (pull === null) return [];
  const { repository } = pull.issue;
  return [
    { kind: 'check-run', repository, headSha: pull.head.sha },
    { kind: 'comment', issue: pull.issue },
  ];
}

/** The policy issues that the app keeps on a repository. */
export function ourIssues(repository: Repository): Issue[] {
  return [...repository.issues.values()].filter(
    (issue) => issue.app !== null && issue.pull === null && !isGovernanceIssue(issue),
  );
}

/** The pull requests that the app opened on a repository. */
export function proposals(repository: Repository): PullRequest[] {
  return [...repository.issues.values()].flatMap(({ app, pull }) => (app !== null && pull !== null ? [pull] : []));
}

/** The activities' issues in a repository. */
export function governanceIssues(repository: Repository): Issue[] {
  return [...repository.issues.values()].filter(isGovernanceIssue);
}

function isGovernanceIssue({ app, title, pull }: Issue): boolean {
  return app !== null && pull === null && /^GGI-A-\d\d: /.test(title);
}

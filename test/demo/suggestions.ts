import type { GitHub, PullRequest, Repository, Suggestion } from '../github/index.ts';
import type { DemoOrganization } from './organization.ts';
import { DEPENDABOT, ourIssues, proposals } from './scenes.ts';

const SECURITY = `# Security

Please report a vulnerability in private to security@rivermouth.example.
We answer within three working days.
`;

/** What is worth trying once the story is told, each with one button. */
export function suggestions(github: GitHub, { people, repositories }: DemoOrganization): Suggestion[] {
  const { ada, bert, chiara, newcomer, impostor } = people;
  const find = (name: string): Repository => {
    const repository = repositories.get(name);
    if (repository === undefined) throw new Error(`The demo has no repository ${name}`);
    return repository;
  };
  const [library, desk, rules, flood] = ['library-catalogue', 'citizen-desk', '.github', 'flood-warning'].map(find) as [
    Repository,
    Repository,
    Repository,
    Repository,
  ];
  return [
    {
      title: 'Merge what Portreeve proposes for .github',
      text: 'It adds a security policy for the whole organisation. Every repository that lacks one is looked at again, and policy issues close.',
      by: ada,
      isPossible: () => proposals(rules).some(({ issue }) => issue.state === 'open'),
      act: () => {
        const [pull] = proposals(rules);
        if (pull === undefined) throw new Error('Nothing is proposed for .github');
        github.mergePullRequest(pull, { by: ada });
        return pull;
      },
    },
    {
      title: 'Push a security policy that names an address to library-catalogue',
      text: 'The one that stands there says nothing about how to report. Its policy issue closes itself.',
      by: bert,
      isPossible: () => ourIssues(library).some(({ state }) => state === 'open'),
      act: () => {
        github.pushFiles(library, {
          files: { 'SECURITY.md': SECURITY },
          message: 'Say how to report a vulnerability',
          author: bert,
        });
        return ourIssues(library)[0] ?? library;
      },
    },
    {
      title: 'Open a pull request that removes the licence of flood-warning',
      text: 'Its check fails, with the line that says why. It does not stand in the way of anything else.',
      by: chiara,
      isPossible: () => flood.git.entryAt(headTree(flood), 'LICENCE.txt') !== undefined,
      act: () =>
        github.openPullRequest({
          repository: flood,
          deletes: ['LICENCE.txt'],
          title: 'Remove files that nobody reads',
          author: chiara,
        }),
    },
    {
      title: 'Forget to sign off a commit for flood-warning',
      text: 'Its second check fails, and the comment shows the commands for this very branch, and a way without git.',
      by: newcomer,
      isPossible: () => forgotten(flood) === undefined,
      act: () =>
        github.openPullRequest({
          repository: flood,
          author: newcomer,
          title: FORGOTTEN,
          fork: true,
          head: 'water-levels',
          files: { 'levels.csv': 'weir,212\n' },
        }),
    },
    {
      title: 'Do what its comment says: sign it off, and push',
      text: 'The check passes, and the comment says so.',
      by: newcomer,
      isPossible: () => forgotten(flood)?.issue.state === 'open',
      act: () => {
        const pull = forgotten(flood);
        const commit = pull === undefined ? undefined : flood.git.store.commit(pull.head.sha);
        const parent = commit?.parents[0];
        if (pull === undefined || parent === undefined) throw new Error('Nobody forgot a sign-off');
        const { name, email } = newcomer;
        const message = `${FORGOTTEN}\n\nSigned-off-by: ${name} <${email}>\n`;
        const files = { 'levels.csv': 'weir,212\n' };
        github.pushToPullRequest(pull, { files, message, parent, force: true, author: newcomer, by: newcomer });
        return pull;
      },
    },
    {
      title: 'Claim in a commit for flood-warning that a bot made it',
      text: 'Bots need no sign-off. But nothing proves that it was one, so its check fails.',
      by: impostor,
      isPossible: () => true,
      act: () =>
        github.openPullRequest({
          repository: flood,
          author: impostor,
          title: 'Bump river-math',
          fork: true,
          commits: [{ files: { 'math.lock': '3.1.4\n' }, message: 'Bump river-math', author: DEPENDABOT }],
        }),
    },
    {
      title: 'Ask Portreeve to look again: comment /portreeve recheck on citizen-desk',
      text: 'It answers with a thumbs-up and a new check run.',
      by: bert,
      isPossible: () => desk.issues.get(1)?.state === 'open',
      act: () => {
        const pull = desk.issues.get(1);
        if (pull === undefined) throw new Error('There is no pull request on citizen-desk');
        github.comment(pull, '/portreeve recheck', bert);
        return pull;
      },
    },
    {
      title: 'Reopen the proposal on waste-calendar that Ada closed',
      text: 'Closing it meant no. Opening it means yes again.',
      by: ada,
      isPossible: () =>
        proposals(find('waste-calendar')).some(({ issue }) => issue.state === 'closed' && !issue.pull?.mergedAt),
      act: () => {
        const [pull] = proposals(find('waste-calendar'));
        if (pull === undefined) throw new Error('Nothing was proposed for waste-calendar');
        github.reopenPullRequest(pull, ada);
        return pull;
      },
    },
  ];
}

const FORGOTTEN = 'Add the levels of today';

function forgotten({ issues }: Repository): PullRequest | undefined {
  return [...issues.values()].find(({ title, pull }) => title === FORGOTTEN && pull !== null)?.pull ?? undefined;
}

function headTree({ git, defaultBranch }: Repository): string {
  const head = git.branch(defaultBranch);
  if (head === undefined) throw new Error('The demo expects a repository that is not empty');
  return git.store.commit(head).tree;
}

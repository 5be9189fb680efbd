import { auditRequest } from '../../src/tasks/requests.ts';
import type { Account, PullRequest, Repository } from '../github/index.ts';
import { BARE_FILES, issuesOf, proposalsOf } from '../support/town.ts';
import type { FaultCase, Struck } from './fault.ts';
import { countThings } from './picture.ts';
import { CONFIGURATION_FILE, configuration } from './region.ts';
import type { Stage } from './stage.ts';

// What people do at the worst moment, or against what Portreeve wrote.

/** Does each of these acts once, in the middle of a task: between what was read and what is written. */
function inTheMiddle(stage: Stage, point: string, acts: (() => boolean)[]): () => number {
  let times = 0;
  stage.onCheckpoint = (name) => {
    if (name !== point) return;
    const act = acts.shift();
    if (act === undefined) return;
    if (act()) times += 1;
  };
  return () => times;
}

/** Has Portreeve look at a repository, whatever for. */
async function look({ jobs, store, region }: Stage, repository: Repository): Promise<void> {
  const installation = region.installations.find(({ account }) => account.id === repository.owner.id);
  if (installation === undefined) return;
  const { id: repositoryId, nodeId } = repository;
  const request = auditRequest({ installationId: installation.id, repositoryId, nodeId, trigger: 'push' });
  await store.asOperator((db) => jobs.enqueue(db, [request]));
}

/** Puts another commit in the place of a pull request's head, and later puts the first one back. */
function force({ github }: Stage, pull: PullRequest, person: Account): () => void {
  const { git } = pull.issue.repository;
  const original = git.resolveCommit(pull.head.sha);
  const parent = original?.parents[0];
  if (original === undefined || parent === undefined) throw new Error('The pull request has no commit of its own');
  const { added, modified, removed } = git.changedPaths(git.resolveCommit(parent)?.tree ?? null, original.tree);
  const files = Object.fromEntries(
    [...added, ...modified].map((path) => [path, git.object(git.entryAt(original.tree, path)?.oid ?? '')?.data ?? '']),
  );
  const by = { author: person, parent, force: true };
  github.pushToPullRequest(pull, { ...by, files, deletes: ['LICENSE'], message: 'Forced over it' });
  return () => void github.pushToPullRequest(pull, { ...by, files, deletes: removed, message: original.message });
}

export const PEOPLE: readonly FaultCase[] = [
  {
    id: 'F19',
    title: 'People edit, close and delete what Portreeve wrote',
    compares: 'whole',
    async during({ stage, begin, rounds }): Promise<Struck> {
      await begin();
      await rounds();
      const { github, region } = stage;
      const touched = region.subjects.filter(({ role }) => role === 'answered' || role === 'moved');
      let times = 0;
      for (const [index, { repository, person }] of touched.entries()) {
        const issue = issuesOf(repository).find(({ app, state }) => app !== null && state === 'open');
        const proposal = proposalsOf(repository).find(({ issue: { state } }) => state === 'open');
        if (issue !== undefined && !repository.archived) {
          times += 1;
          if (index % 3 === 0) github.deleteIssue(issue, person);
          else if (index % 3 === 1) github.closeIssue(issue, { stateReason: 'not_planned', by: person });
          else github.editIssue(issue, { title: 'Our list', body: 'We wrote our own.' }, person);
        }
        if (proposal === undefined || repository.archived) continue;
        times += 1;
        if (index % 3 === 0) github.closePullRequest(proposal, person);
        else if (index % 3 === 1) github.editPullRequest(proposal, { title: 'Rather this' }, person);
        else github.deleteBranch(repository, proposal.head.ref, person);
      }
      const before = countThings(region);
      await stage.settle();
      await stage.sweep();
      await stage.sweep();
      const made = [...countThings(region)].filter(([thing, count]) => count > (before.get(thing) ?? 0));
      const broken = made.map(([thing]) => `made again though people had answered it: ${thing}`);
      return { times, apart: touched.map(({ repository }) => repository), broken };
    },
  },
  {
    id: 'F23',
    title: 'A pull request is forced over between reading and writing',
    compares: 'present',
    async during({ stage, begin, rounds }): Promise<Struck> {
      const { region } = stage;
      const undo: (() => void)[] = [];
      const acts: (() => boolean)[] = [];
      const times = inTheMiddle(stage, 'task:planned', acts);
      const { act } = region;
      region.act = () => {
        act();
        acts.length = 0;
        for (const { role, repository, person } of region.subjects) {
          const pulls = [...repository.issues.values()].flatMap(({ pull, state }) =>
            role === 'reviewed' && state === 'open' && pull !== null ? [pull] : [],
          );
          const pull = pulls.at(-1);
          if (pull !== undefined) acts.push(() => undo.push(force(stage, pull, person)) > 0);
        }
      };
      await begin();
      await rounds(() => {
        for (const back of undo.splice(0)) back();
      });
      for (const back of undo.splice(0)) back();
      region.act = act;
      await stage.settle();
      const forced = region.subjects.flatMap(({ repository }) =>
        repository.checkRuns.filter(
          ({ suite, conclusion }) =>
            conclusion === 'success' && repository.git.resolveCommit(suite.headSha)?.message === 'Forced over it',
        ),
      );
      return { times: times(), broken: forced.map(() => 'a verdict stands on a commit that it was not made for') };
    },
  },
  {
    id: 'F24',
    title: 'A repository is renamed, archived, made private, given another branch, moved or deleted during its task',
    compares: 'present',
    async during({ stage, begin, rounds }): Promise<Struck> {
      const { github, region } = stage;
      const [first, second] = region.organizations;
      const [person] = region.subjects.map((subject) => subject.person);
      if (first === undefined || second === undefined || person === undefined)
        throw new Error('The region is too small');
      const add = (name: string) => github.createRepository({ owner: first, name, files: BARE_FILES, labels: false });
      const [leaving, gone] = [add('leaving'), add('gone')];
      const acts: (() => boolean)[] = [];
      const times = inTheMiddle(stage, 'task:planned', acts);
      await begin();
      const { act } = region;
      region.act = () => {
        acts.push(() => {
          act();
          return true;
        });
      };
      await rounds(async () => {
        // Something is under way when people act.
        for (const { role, repository } of region.subjects) {
          if (role === 'moved' || role === 'mended') await look(stage, repository);
        }
      });
      // What came to no task in its middle is done now.
      for (const late of acts.splice(0)) late();
      region.act = act;
      for (const [repository, change] of [
        [leaving, () => github.transferRepository(leaving, second)],
        [gone, () => github.deleteRepository(gone)],
      ] as const) {
        // There is something to write there.
        github.pushFiles(repository, { files: { LICENSE: 'None.\n' }, message: 'Change', author: person });
        acts.push(() => {
          change();
          return true;
        });
        await stage.settle();
      }
      const twice = issuesOf(leaving).filter(({ app }) => app !== null).length;
      const broken = twice > 1 ? ['the moved repository has two issues of ours'] : [];
      return { times: times(), apart: [leaving, gone], broken };
    },
  },
  {
    id: 'F31',
    title: 'A configuration that cannot be read is committed',
    compares: 'present',
    async during({ stage, begin, rounds }): Promise<Struck> {
      const { github, region } = stage;
      const [office] = region.subjects;
      if (office === undefined) throw new Error('The region has no configuration');
      const { repository, person } = office;
      const good = configuration('EUPL-1.2');
      const push = (text: string, message: string) =>
        github.pushFiles(repository, { files: { [CONFIGURATION_FILE]: text }, message, author: person }).sha;
      await begin();
      const turns = office.turn;
      const broken = push('mode: [enforce\npolicies: {}\n', 'Break it');
      await rounds();
      const told = repository.checkRuns.filter(({ suite }) => suite.headSha === broken);
      // People who changed it meanwhile have mended it.
      if (office.turn === turns) push(good, 'Mend it');
      await stage.settle();
      return {
        times: 1,
        broken:
          told.length === 1 && told[0]?.conclusion === 'failure'
            ? []
            : [`${told.length} check runs tell the author of the broken configuration`],
      };
    },
  },
];

import { afterEach, describe, expect, test } from '@jest/globals';
import { auditRepository } from '../../src/tasks/audit-repository.ts';
import { repositoryTask } from '../../src/tasks/requests.ts';
import type { Comment, Issue, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { only, ourIssues, writesOf } from './on-github.ts';

let house: House;
let repository: Repository;
afterEach(() => house.close());

async function open(visibility: Repository['visibility'] = 'private'): Promise<void> {
  house = await openHouse({ configuration: 'mode: enforce\nproposals: false\n' });
  const files = { 'README.md': '# Parking\n', 'data/permits.csv': 'name\n', '.env': 'PASSWORD=x\n', 'vendor/a.js': '' };
  repository = house.github.createRepository({ owner: house.organization, name: 'parking', visibility, files });
  await house.refresh();
  await house.audit(repository);
}

async function ask(author = house.owner): Promise<Comment> {
  const issue = house.github.openIssue(repository, { title: 'To publish', body: '', author: house.owner });
  const comment = house.github.comment(issue, '/portreeve publish', author);
  house.github.resetRequests();
  const { id: repositoryId, nodeId } = repository;
  const installationId = house.installation.id;
  const asked = { isPublicationRequested: true as const, commentId: comment.id, trigger: 'issue_comment' };
  await auditRepository(house.context, repositoryTask.parse({ installationId, repositoryId, nodeId, ...asked }));
  return comment;
}

const list = (): Issue | undefined => ourIssues(repository).find(({ title }) => title.startsWith('Before parking'));
const found = () => (list()?.comments ?? []).filter((comment) => !house.github.world.versions.isRemoved(comment));
const reactions = ({ reactions }: Comment) => reactions.map(({ content }) => content);

describe('a private repository that is to become public', () => {
  test('gets a list for its people, and below it what was found, kept up to date', async () => {
    await open();
    expect(reactions(await ask())).toEqual(['+1']);
    expect(list()?.body).toContain('- [ ] Whoever may decide it has agreed');
    const { body } = only(found());
    for (const part of ['`.env`', '`data/permits.csv`', '`vendor/`', '👀 There is no licence'])
      expect(body).toContain(part);
    expect(body).toContain('❔ It could not be seen: GitHub shows this setting only to administrators');

    house.github.resetRequests();
    await house.audit(repository);
    expect(writesOf(house)).toEqual([]);

    house.github.pushFiles(repository, { message: 'Clean', deletes: ['.env'], author: house.owner });
    await house.audit(repository);
    expect(only(found()).body).not.toContain('`.env`');
    expect(house.github.violations).toEqual([]);
  });

  test('is left alone where the list was closed, until somebody asks again', async () => {
    await open();
    await ask();
    const issue = list();
    if (issue !== undefined) house.github.closeIssue(issue, { by: house.owner, stateReason: 'completed' });
    house.github.pushFiles(repository, { message: 'Clean', deletes: ['.env'], author: house.owner });
    house.github.resetRequests();
    await house.audit(repository);
    expect(writesOf(house)).toEqual([]);
    await ask();
    expect(only(found()).body).not.toContain('`.env`');
  });

  test('shows nobody what was found once it is public', async () => {
    await open();
    await ask();
    house.github.setVisibility(repository, 'public');
    await house.audit(repository);
    expect(found()).toEqual([]);
    house.github.resetRequests();
    await house.audit(repository);
    expect(writesOf(house)).toEqual([]);
  });

  test.each(['public', 'internal'] as const)(
    'is none where it is %s: whoever asks is told by a face',
    async (visibility) => {
      await open(visibility);
      expect(reactions(await ask())).toEqual(['confused']);
      expect(list()).toBeUndefined();
    },
  );

  test('is not looked at for who may only read it', async () => {
    await open();
    const mona = house.github.createUser('mona');
    house.github.setRole(repository, mona, 'read');
    expect(reactions(await ask(mona))).toEqual([]);
    expect(list()).toBeUndefined();
  });
});

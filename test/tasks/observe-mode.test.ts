import { afterEach, describe, expect, test } from '@jest/globals';
import { execute } from '../../src/github/execute.ts';
import type { Executor } from '../../src/github/executor.ts';
import { GitHubFailure } from '../../src/github/failure.ts';
import type { Action } from '../../src/plan/action.ts';
import { carryOut } from '../../src/tasks/carry-out.ts';
import { storedIntents } from '../../src/tasks/intents.ts';
import { markers } from '../../src/tasks/markers.ts';
import type { Repository } from '../github/state.ts';
import { APP_PERMISSIONS } from '../support/app-manifest.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, ourIssues, proposalsOf, writesOf } from './on-github.ts';

let house: House;

afterEach(() => house.close());

/** Everything that the app does of itself, for each repository, pull requests included. */
async function live(repositories: readonly Repository[]): Promise<void> {
  await house.refresh();
  await house.sweep();
  for (const repository of repositories) {
    const pull = house.github.openPullRequest({ repository, deletes: ['SECURITY.md'], files: { a: 'a' } });
    const comment = house.github.comment(pull, '/portreeve recheck');
    await house.audit(repository, { isProposalRequested: true });
    await house.check(repository, pull.issue.number);
    await house.check(repository, pull.issue.number, { isRequested: true, commentId: comment.id });
  }
  await house.sweep();
}

function make(name: string, more: object = {}): Repository {
  const { LICENSE: _, ...files } = ALL_WELL;
  return house.github.createRepository({ owner: house.organization, name, files, ...more });
}

/** What each token that was ever minted may write, and where; null: everywhere that the installation reaches. */
function writeTokens(): { readonly permissions: string[]; readonly repositoryIds: unknown }[] {
  return house.github.requests
    .filter(({ route }) => route === 'POST /app/installations/{installation_id}/access_tokens')
    .map(({ body }) => ({
      // A token for which nothing is asked may do all that the app may.
      permissions: Object.entries(body.permissions ?? { all: 'write' }).flatMap(([name, level]) =>
        level === 'read' ? [] : [name],
      ),
      repositoryIds: body.repository_ids ?? null,
    }))
    .filter(({ permissions }) => permissions.length > 0);
}

describe('before an organisation enforces', () => {
  test.each([
    ['with mode: observe', 'mode: observe\ndefaultLicense: EUPL-1.2\n'],
    ['with a configuration that names no mode', 'defaultLicense: EUPL-1.2\n'],
    ['with no configuration at all', null],
  ])('nothing is written and no token could write, %s', async (_what, configuration) => {
    house = await openHouse({ configuration });
    await live([make('stops'), make('secret', { visibility: 'private' })]);

    expect(writesOf(house)).toEqual([]);
    expect(writeTokens()).toEqual([]);
    expect(house.github.countByRoute()['POST /graphql']).toBeGreaterThan(5);
  });

  test('a broken configuration is told in its own repository, by a token that reaches no other', async () => {
    house = await openHouse({ configuration: 'mode: enfroce\n' });
    await live([make('stops')]);
    const own = [...house.github.world.repositories.values()].find(({ name }) => name === '.github');

    expect(writesOf(house)).toEqual(['POST /repos/city/.github/check-runs']);
    expect(writeTokens()).toEqual([{ permissions: ['checks'], repositoryIds: [own?.id] }]);
  });
});

describe('where one group only observes', () => {
  test('the others are written to, it is not, and no token could', async () => {
    house = await openHouse({
      configuration: `
mode: enforce
defaultLicense: EUPL-1.2
groups:
  - name: still looking
    match: { names: [quiet-*] }
    mode: observe
`,
    });
    const quiet = make('quiet-stops');
    const loud = make('stops');
    await live([quiet, loud]);

    expect(writesOf(house).filter((write) => write.includes('quiet'))).toEqual([]);
    expect([ourIssues(loud).length, proposalsOf(loud).length, loud.checkRuns.length > 0]).toEqual([1, 1, true]);
    for (const { repositoryIds } of writeTokens()) {
      expect(Array.isArray(repositoryIds)).toBe(true);
      expect(repositoryIds).not.toContain(quiet.id);
    }
  });
});

describe('an action for a repository that is only observed', () => {
  const KINDS = {
    'create-issue': { title: 'x', body: 'x' },
    'update-issue': { number: 1, title: 'x', body: 'x', state: null },
    'report-check-run': {
      name: 'Portreeve',
      headSha: 'a',
      conclusion: 'success',
      title: 'x',
      summary: 'x',
      annotations: [],
      requestedActions: [],
      isRequested: false,
    },
    'open-proposal': { branch: 'b', baseBranch: 'main', baseSha: 'a', files: [], title: 'x', body: 'x' },
    'update-proposal': { number: 1, branch: 'b', expectedHead: 'a', files: [], removes: [], title: 'x', body: 'x' },
    'set-proposal-state': { number: 1, state: 'closed' },
    react: { commentId: 1, content: '+1' },
  } as const;

  test.each(Object.entries(KINDS))('%s is refused before any request', async (kind, content) => {
    house = await openHouse({ configuration: null });
    const stops = make('stops');
    await house.refresh();
    house.github.resetRequests();
    const repository = { repositoryId: stops.id, owner: 'city', name: 'stops' };
    const action = { kind, repository, key: 'k', fingerprint: 'f', details: {}, ...content } as Action;
    const rights = {
      mode: 'observe',
      ownRepositories: [stops.id + 1],
      granted: APP_PERMISSIONS,
      mostNewAnHour: 20,
    } as const;
    const { context, installation } = house;
    const executor: Executor = {
      github: context.github,
      installationId: installation.id,
      ...context.app,
      rights,
      intents: storedIntents(context, installation.id, rights),
      listLagSeconds: 0,
      marker: markers(context.markerKeys),
    };

    const refusal = await execute(action, executor).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(GitHubFailure);
    expect(refusal).toMatchObject({ kind: 'refused' });
    expect(await carryOut(context, installation.id, [action], rights)).toEqual({
      written: 0,
      isHeld: false,
      retry: null,
    });
    expect(house.github.requests).toEqual([]);
  });
});

describe('a client that reads', () => {
  test.each([
    ['a mutation', 'POST /graphql', { query: 'mutation { addStar(input: {}) { clientMutationId } }' }],
    ['a mutation behind a comment', 'POST /graphql', { query: '# q\nmutation { x }' }],
    ['a mutation behind a fragment', 'POST /graphql', { query: 'fragment F on Issue { id } mutation { x }' }],
    ['an issue', 'POST /repos/city/stops/issues', { title: 'x' }],
    ['a deletion', 'DELETE /repos/city/stops', {}],
  ])('refuses %s before any request', async (_what, route, parameters) => {
    house = await openHouse({ configuration: null });
    const reader = house.context.github.reader(house.installation.id);

    await expect(reader.request(route, parameters)).rejects.toMatchObject({ kind: 'refused' });
    expect(house.github.requests).toEqual([]);
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { execute } from '../../src/github/execute.ts';
import type { OpenProposal, UpdateProposal } from '../../src/plan/action.ts';
import { openProposals } from '../../src/store/open-proposals.ts';
import { storedIntents } from '../../src/tasks/intents.ts';
import { markers } from '../../src/tasks/markers.ts';
import type { PullRequest, Repository } from '../github/state.ts';
import { APP_PERMISSIONS } from '../support/app-manifest.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, only, proposalsOf, writesOf } from './on-github.ts';

const CONFIGURATION = `
mode: enforce
issues: false
defaultLicense: EUPL-1.2
contact: { office: OSPO, officeEmail: ospo@city.example, securityEmail: security@city.example }
`;
let house: House;
let stops: Repository;

afterEach(() => house.close());

async function start(configuration = CONFIGURATION): Promise<void> {
  house = await openHouse({ configuration });
  const { LICENSE: _, ...files } = ALL_WELL;
  stops = house.github.createRepository({ owner: house.organization, name: 'bus-stops', files });
  await house.refresh();
}

async function propose(): Promise<PullRequest> {
  await start();
  await house.audit(stops);
  return only(proposalsOf(stops));
}

const push = (change: { files?: Record<string, string>; deletes?: string[] }) =>
  house.github.pushFiles(stops, { message: 'Change', ...change });

const textAt = (sha: string, path: string): string => {
  const { git } = stops;
  const oid = git.entryAt(git.store.commit(sha).tree, path)?.oid ?? '';
  return git.object(oid)?.data.toString() ?? '';
};

/** The paths in which a pull request differs from the default branch. */
const changedBy = ({ head }: PullRequest) => {
  const { git } = stops;
  const treeOf = (sha: string) => git.store.commit(sha).tree;
  return git.changedPaths(treeOf(git.branch('main') ?? ''), treeOf(head.sha));
};

describe('a proposal', () => {
  test('adds the missing files and touches nothing else, once', async () => {
    const pull = await propose();
    await house.audit(stops);
    await house.audit(stops);

    expect(proposalsOf(stops)).toHaveLength(1);
    expect(changedBy(pull)).toEqual({ added: ['LICENSE'], removed: [], modified: [] });
    expect(textAt(pull.head.sha, 'LICENSE')).toMatch(/EUROPEAN UNION PUBLIC LICEN[CS]E/i);
    expect(pull.base.ref).toBe('main');
  });

  test('is known to be open until somebody closes it', async () => {
    const pull = await propose();
    const waiting = () => house.store.asInstallation(house.installation.id, openProposals);
    await house.audit(stops);
    const { number, createdAt } = pull.issue;
    expect(await waiting()).toEqual([{ repositoryId: stops.id, number, openedAt: new Date(createdAt).toISOString() }]);
    house.github.closeIssue(pull.issue, { by: house.owner });
    await house.audit(stops);
    expect(await waiting()).toEqual([]);
  });

  test('A28: gives up a file that is there by now, however large the repository: nobody trusts a list that is cut', async () => {
    await start();
    push({ deletes: ['SECURITY.md'] });
    await house.audit(stops);
    const pull = only(proposalsOf(stops));
    expect(changedBy(pull).added).toEqual(['LICENSE', 'SECURITY.md']);
    stops.truncateTreesAt = 1;
    push({ files: { LICENSE: ALL_WELL.LICENSE } });
    await house.audit(stops);

    expect(textAt(pull.head.sha, 'SECURITY.md')).not.toBe('');
    expect(textAt(pull.head.sha, 'LICENSE')).toBe('');
    expect(pull.issue.state).toBe('open');
  });

  test.each([
    ['code', 'policies: { license-approved: { allowed: [MIT] } }'],
    [
      'data',
      'groups: [{ name: g, match: { names: ["bus-*"] }, kind: data }]\npolicies: { license-approved: { allowedData: [ODbL-1.0] } }',
    ],
  ])('holds no licence for %s that the policies would refuse', async (_, refusing) => {
    await start(`${CONFIGURATION}${refusing}\n`);
    push({ deletes: ['SECURITY.md'] });
    await house.audit(stops);

    expect(changedBy(only(proposalsOf(stops))).added).toEqual(['SECURITY.md']);
  });

  test('is closed when somebody mends it otherwise', async () => {
    const pull = await propose();
    push({ files: { LICENSE: ALL_WELL.LICENSE } });
    await house.audit(stops);

    expect([pull.issue.state, pull.mergedAt]).toEqual(['closed', null]);
  });

  test('closed unmerged means no, also for good', async () => {
    const pull = await propose();
    house.github.closePullRequest(pull, house.owner);
    house.github.resetRequests();
    await house.audit(stops);
    push({ files: { 'a.txt': 'a' } });
    await house.audit(stops);

    expect(writesOf(house)).toEqual([]);
  });

  test('closed and its branch deleted still means no', async () => {
    const pull = await propose();
    house.github.closePullRequest(pull, house.owner);
    house.github.deleteBranch(stops, pull.head.ref);
    await house.audit(stops);

    expect(proposalsOf(stops)).toHaveLength(1);
    expect(pull.issue.state).toBe('closed');
  });

  test('reopened means yes again: it is kept up', async () => {
    const pull = await propose();
    house.github.closePullRequest(pull, house.owner);
    await house.audit(stops);
    house.github.reopenPullRequest(pull, house.owner);
    push({ files: { LICENSE: ALL_WELL.LICENSE } });
    await house.audit(stops);

    expect(pull.issue.state).toBe('closed');
  });

  test.each(['answered', 'never answered'])(
    'closed by us, the process dying when it is %s, is no “no”',
    async (when) => {
      const pull = await propose();
      push({ files: { LICENSE: ALL_WELL.LICENSE } });
      const route = 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}';
      const { checkpoint } = house.context;
      if (when === 'answered') {
        Object.assign(house.context, {
          checkpoint: async (name: string) => {
            if (name === 'answered set-proposal-state') throw new Error('killed');
          },
        });
      } else house.github.faults.add({ route, call: 1, fault: { kind: 'applyThenStatus', status: 502 } });
      await expect(house.audit(stops)).rejects.toThrow(when === 'answered' ? 'killed' : route.split(' ')[0]);
      Object.assign(house.context, { checkpoint });
      expect(pull.issue.state).toBe('closed');
      await house.audit(stops);
      push({ deletes: ['LICENSE'] });
      await house.audit(stops);

      expect(pull.issue.state).toBe('open');
      // And a person's own no still counts afterwards.
      house.github.closePullRequest(pull, house.owner);
      await house.audit(stops);
      expect(pull.issue.state).toBe('closed');
    },
  );

  test('the button opens it again after a no', async () => {
    const pull = await propose();
    house.github.closePullRequest(pull, house.owner);
    await house.audit(stops, { isProposalRequested: true });

    expect(only(proposalsOf(stops)).issue.state).toBe('open');
  });

  test('the button makes a new one where the branch is gone', async () => {
    const pull = await propose();
    house.github.closePullRequest(pull, house.owner);
    house.github.deleteBranch(stops, pull.head.ref);
    await house.audit(stops, { isProposalRequested: true });

    expect(proposalsOf(stops).map(({ issue }) => issue.state)).toEqual(['closed', 'open']);
  });

  test('merged, and the file deleted again: there is a new one', async () => {
    const pull = await propose();
    house.github.mergePullRequest(pull);
    await house.audit(stops);
    push({ deletes: ['LICENSE'] });
    await house.audit(stops);
    await house.audit(stops);

    expect(proposalsOf(stops).map(({ issue, mergedAt }) => [issue.state, mergedAt !== null])).toEqual([
      ['closed', true],
      ['open', false],
    ]);
  });
});

describe('what people do on the branch of a proposal', () => {
  test('is never overwritten nor closed', async () => {
    const pull = await propose();
    const theirs = house.github.pushToPullRequest(pull, { files: { LICENSE: 'Our own.\n' }, author: house.owner });
    push({ files: { LICENSE: ALL_WELL.LICENSE }, deletes: ['SECURITY.md'] });
    await house.audit(stops);

    expect(pull.head.sha).toBe(theirs);
    expect(pull.issue.state).toBe('open');
  });

  test('is not lost when it comes between reading and writing', async () => {
    const pull = await propose();
    const ours = pull.head.sha;
    const theirs = house.github.pushToPullRequest(pull, { files: { 'a.txt': 'mine\n' }, author: house.owner });
    const action: UpdateProposal = {
      kind: 'update-proposal',
      repository: { repositoryId: stops.id, owner: 'city', name: 'bus-stops' },
      key: `proposal:${stops.id}:${pull.head.ref}`,
      fingerprint: 'new',
      details: {},
      number: pull.issue.number,
      branch: pull.head.ref,
      expectedHead: ours,
      files: [{ path: 'LICENSE', text: 'Another.\n' }],
      removes: [],
      title: 'x',
      body: 'x',
    };

    await expect(execute(action, executor())).rejects.toMatchObject({ kind: 'conflict' });
    expect(stops.git.branch(pull.head.ref)).toBe(theirs);
    expect(pull.issue.title).not.toBe('x');
  });

  test('under the name of a branch that we would make is left alone', async () => {
    await start();
    const theirs = push({ files: {} }).sha;
    house.github.pushFiles(stops, { branch: 'portreeve/add-license', files: { LICENSE: 'Mine.\n' }, message: 'Mine' });
    const standing = stops.git.branch('portreeve/add-license');
    await house.audit(stops);
    await house.audit(stops);

    expect(stops.git.branch('portreeve/add-license')).toBe(standing);
    expect(proposalsOf(stops).filter(({ head }) => head.sha === standing)).toEqual([]);
    expect(theirs).not.toBe(standing);
  });

  test('is not taken for ours where a crash came before the pull request', async () => {
    await start();
    const rule = house.github.faults.add({
      route: 'POST /repos/{owner}/{repo}/pulls',
      call: 1,
      fault: { kind: 'status', status: 502, body: {} },
    });
    await expect(house.audit(stops)).rejects.toThrow();
    expect(rule.hits).toBe(1);
    const theirs = house.github.pushFiles(stops, {
      branch: 'portreeve/add-license',
      files: { LICENSE: 'Our own.\n' },
      message: 'Ours',
      author: house.owner,
    }).sha;
    await house.audit(stops);
    push({ files: { LICENSE: ALL_WELL.LICENSE } });
    await house.audit(stops);

    expect(stops.git.branch('portreeve/add-license')).toBe(theirs);
    expect(proposalsOf(stops).map(({ issue }) => issue.state)).not.toContain('closed');
  });

  test('a pull request of theirs from such a branch is not adopted', async () => {
    await start();
    const theirs = house.github.openPullRequest({
      repository: stops,
      head: 'portreeve/add-license',
      files: { LICENSE: 'Mine.\n' },
      title: 'Mine',
    });
    await house.audit(stops);
    push({ files: { LICENSE: ALL_WELL.LICENSE } });
    await house.audit(stops);

    expect([theirs.issue.state, theirs.issue.title]).toEqual(['open', 'Mine']);
  });
});

describe('the licence that is proposed fits what the repository holds', () => {
  test.each([
    ['documentation by its topic', ['documentation'], '', /Attribution 4\.0 International/],
    ['data by its topic', ['open-data'], '', /CC0 1\.0 Universal/],
    [
      'data, for which the organisation names another',
      ['dataset'],
      'defaultLicenses: { data: ODbL-1.0 }\n',
      /Open Database License/,
    ],
    ['data by its group', [], 'groups: [{ name: g, match: { names: ["bus-*"] }, kind: data }]\n', /CC0 1\.0 Universal/],
    ['code', ['bus'], 'defaultLicenses: { data: ODbL-1.0 }\n', /EUROPEAN UNION PUBLIC LICEN[CS]E/i],
  ])('%s', async (_what, topics, more, words) => {
    await start(`${CONFIGURATION}${more}`);
    stops.topics = [...topics];
    await house.audit(stops);
    const pull = only(proposalsOf(stops));

    expect(textAt(pull.head.sha, 'LICENSE')).toMatch(words);
  });
});

describe('what is not proposed', () => {
  test.each([
    ['a licence, where no default is named', 'mode: enforce\n'],
    [
      'a licence for data, where no default is named',
      'mode: enforce\ngroups: [{ name: g, match: { names: ["*"] }, kind: data }]\n',
    ],
    ['a licence in which names must be filled in', 'mode: enforce\ndefaultLicense: MIT\n'],
    ['anything where proposals are off', `${CONFIGURATION}proposals: false\n`],
  ])('%s', async (_what, configuration) => {
    await start(configuration);
    await house.audit(stops);

    expect(proposalsOf(stops)).toEqual([]);
  });

  test('anything to a fork or an archived repository', async () => {
    await start(`${CONFIGURATION}include: { forks: true, archived: true }\n`);
    const fork = house.github.createRepository({ owner: house.organization, name: 'fork', forkOf: stops });
    house.github.archive(stops);
    await house.audit(fork, { isProposalRequested: true });
    await house.audit(stops, { isProposalRequested: true });

    expect([...proposalsOf(fork), ...proposalsOf(stops)]).toEqual([]);
  });

  const forbidden = [
    '.github/workflows/ci.yml',
    '.github/portreeve.yml',
    '.github/CODEOWNERS',
    '.github/dependabot.yml',
    '.github/actions/a/action.yml',
    '.git/config',
    '.gitattributes',
    '../LICENSE',
    '/LICENSE',
    'docs/../../LICENSE',
    './LICENSE',
    'LICENSE\0.md',
    'LICENSE\n.md',
    'a b.md',
    'src/LICENSE.md',
    'Makefile',
    'package.json',
    'action.yml',
    'Dockerfile',
    'install.sh',
    '.npmrc',
    '',
  ];
  test('A25: a path that leads elsewhere, in twenty spellings', async () => {
    await start();
    house.github.resetRequests();
    const elsewhere = [
      ...[
        '../LICENSE',
        '../../etc/passwd',
        'docs/../LICENSE',
        'docs/../../LICENSE',
        '.github/../../LICENSE',
        './LICENSE',
      ],
      ...[
        '/LICENSE',
        '//LICENSE',
        '/etc/passwd',
        'C:\\LICENSE',
        '\\\\server\\LICENSE',
        '..\\LICENSE',
        'file:///LICENSE',
      ],
      ...[
        'LICENSE\0',
        'LICENSE\0.md',
        'docs//LICENSE.md',
        'LICENSE/',
        'LICENSE/.',
        '.git/LICENSE.md',
        'docs/%2e%2e/A.md',
      ],
    ];
    expect(new Set(elsewhere).size).toBe(20);
    for (const path of elsewhere) await refuses(path);

    expect(house.github.requests).toEqual([]);
  });

  test('A30: what runs, or says who may do what, or lies elsewhere: whatever planned it', async () => {
    await start();
    house.github.resetRequests();
    for (const path of forbidden) await refuses(path);

    expect(house.github.requests).toEqual([]);
  });

  async function refuses(path: string): Promise<void> {
    const files = [{ path, text: 'x' }];
    const frame = {
      repository: { repositoryId: stops.id, owner: 'city', name: 'bus-stops' },
      key: 'proposal:x',
      fingerprint: 'f',
      details: {},
      branch: 'b',
      title: 'x',
      body: 'x',
    };
    const opened: OpenProposal = { ...frame, kind: 'open-proposal', baseBranch: 'main', baseSha: 'a', files };
    const update = { ...frame, kind: 'update-proposal', number: 1, expectedHead: 'a' } as const;

    await expect(execute(opened, executor())).rejects.toMatchObject({ kind: 'refused' });
    await expect(execute({ ...update, files, removes: [] }, executor())).rejects.toMatchObject({ kind: 'refused' });
    await expect(execute({ ...update, files: [], removes: [path] }, executor())).rejects.toMatchObject({
      kind: 'refused',
    });
  }
});

function executor() {
  const { context, installation } = house;
  const rights = {
    mode: 'enforce',
    ownRepositories: [],
    granted: APP_PERMISSIONS,
    mostNewAnHour: 20,
  } as const;
  return {
    github: context.github,
    installationId: installation.id,
    ...context.app,
    rights,
    intents: storedIntents(context, installation.id, rights),
    listLagSeconds: 0,
    marker: markers(context.markerKeys),
  };
}

import { afterEach, describe, expect, test } from '@jest/globals';
import { boardChanges, readBoard } from '../../src/store/board.ts';
import { boardTask } from '../../src/tasks/requests.ts';
import { tendBoard } from '../../src/tasks/tend-board.ts';
import type { Issue, Repository, World } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { issuesOf, only, ourIssues, requestsOf, writesOf } from './on-github.ts';

const PATH = '.github/portreeve.yml';
const CHOSEN = 'governanceRepository: office\ngovernance:\n  ggi:\n    board: true\n';
let house: House;
let office: Repository;
let now = new Date('2026-03-01T10:00:00Z');

afterEach(() => house.close());

async function open(
  configuration = CHOSEN,
  {
    visibility = 'private',
    hasSubIssues = true,
  }: Partial<Pick<Repository, 'visibility'> & Pick<World, 'hasSubIssues'>> = {},
): Promise<void> {
  now = new Date();
  house = await openHouse({ configuration, now: () => now, hasSubIssues });
  office = house.github.createRepository({
    owner: house.organization,
    name: 'office',
    visibility,
    files: { 'README.md': 'x' },
  });
  await house.refresh();
  // So that it is known, as after the first sweep.
  await house.audit(office);
}

async function tend(work: 'init' | 'refresh' = 'init', commentId: number | null = null): Promise<void> {
  house.github.resetRequests();
  const repositoryId = commentId === null ? null : office.id;
  await tendBoard(
    house.context,
    boardTask.parse({ work, installationId: house.installation.id, repositoryId, commentId }),
  );
}

async function configure(text: string): Promise<void> {
  const town = only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
  house.github.pushFiles(town, { message: 'Configure', files: { [PATH]: text } });
  await house.refresh();
}

const all = () => ourIssues(office).filter((issue) => !house.github.world.versions.isRemoved(issue));
const isGoal = ({ title }: Issue) => title.startsWith('Goal: ');
const goals = () => all().filter(isGoal);
const standing = () => all().filter((issue) => !isGoal(issue));

function issueOf(id: string): Issue {
  return only(standing().filter(({ title }) => title.startsWith(`${id}:`)));
}

/** As somebody edits a text in the browser. */
function edit(issue: Issue, change: (body: string) => string): void {
  house.github.editIssue(issue, { body: change(issue.body ?? '') }, house.owner);
}

const kept = () => house.store.asInstallation(house.installation.id, (db) => readBoard(db, office.id));
const changes = () => house.store.asInstallation(house.installation.id, (db) => boardChanges(db, office.id));
const tickedOf = async () =>
  [...(await kept()).points].flatMap(([key, { isTicked }]) => (isTicked ? [key] : [])).sort();

describe('a board that is asked for', () => {
  test('has one issue an activity, with labels, and is known at once', async () => {
    await open();
    await tend();

    const issues = standing();
    expect(issues).toHaveLength(25);
    expect(issues[0]?.title).toBe('GGI-A-17: Inventory of open source skills and resources');
    expect(issueOf('GGI-A-39').labels.map(({ name }) => name)).toEqual([
      'goal: culture',
      'role: team leader',
      'role: developer',
      'progress: not selected',
    ]);
    const { activities, points, problem, readAt } = await kept();
    expect([activities.size, points.size, problem, readAt]).toEqual([25, 109, null, now]);
    expect(await changes()).toEqual([]);
  });

  test('a second time costs one request and writes nothing', async () => {
    await open();
    await tend();
    await tend();
    expect(writesOf(house)).toEqual([]);
    await tend('refresh');
    expect(requestsOf(house)).toEqual(['POST /graphql']);
  });

  test('is not there where nobody chose one', async () => {
    await open('governanceRepository: office\n');
    await tend();
    expect(issuesOf(office)).toEqual([]);
    expect(requestsOf(house)).toEqual([]);
  });

  test('comes with the sweep that follows its being chosen', async () => {
    await open();
    await house.sweep();
    expect(standing()).toHaveLength(25);
    house.github.resetRequests();
    await house.sweep();
    expect(writesOf(house)).toEqual([]);
  });

  test('stands beside ordinary issues, and touches none', async () => {
    await open();
    const theirs = house.github.openIssue(office, {
      title: 'GGI-A-17: ours',
      body: 'Budget\n\n- [x] done',
      author: house.owner,
    });
    await tend();
    expect(theirs).toMatchObject({ title: 'GGI-A-17: ours', body: 'Budget\n\n- [x] done', labels: [] });
    expect(issuesOf(office)).toHaveLength(25 + 1 + 5);
  });
});

describe('a crash', () => {
  const steps = ['intended', 'sent', 'answered', 'done'].map((step) => `${step} create-issue`);

  test.each(steps)(
    'at each of the 25 and the 5 of their goals, “%s”, leaves no issue out and makes none twice',
    async (step) => {
      await open();
      const isMade = step.startsWith('answered') || step.startsWith('done');
      let deaths = 0;
      for (let life = 1; life <= 36; life += 1) {
        let passages = 0;
        let isDead = false;
        const checkpoint = async (name: string): Promise<void> => {
          if (name === step) passages += 1;
          // What was not made is made by the next life first, which then dies at the next one: so all 30 see a death.
          isDead ||= name === step && passages === (isMade || life === 1 ? 1 : 2);
          if (isDead) throw new Error('killed');
        };
        const task = boardTask.parse({ work: 'init', installationId: house.installation.id });
        await tendBoard({ ...house.context, checkpoint }, task).catch(() => {});
        if (!isDead) break;
        deaths += 1;
      }
      expect(deaths).toBe(30);

      const titles = all().map(({ title }) => title);
      expect(new Set(titles).size).toBe(30);
      expect(titles).toHaveLength(30);
      await tend();
      expect(writesOf(house)).toEqual([]);
    },
  );
});

describe('the goals of a board', () => {
  const byGoal = () => goals().map(({ title, labels }) => [title, labels.map(({ name }) => name)]);
  const below = (issue: Issue) => standing().filter(({ parent }) => parent === issue);

  test('are five issues, each with its activities as sub-issues', async () => {
    await open();
    await tend();
    expect(byGoal()).toEqual([
      ['Goal: Usage', ['goal: usage']],
      ['Goal: Trust', ['goal: trust']],
      ['Goal: Culture', ['goal: culture']],
      ['Goal: Engagement', ['goal: engagement']],
      ['Goal: Strategy', ['goal: strategy']],
    ]);
    expect(goals().map((goal) => below(goal).length)).toEqual([5, 5, 5, 5, 5]);
    expect(issueOf('GGI-A-39').parent?.title).toBe('Goal: Culture');
  });

  test('are milestones where GitHub knows no sub-issues', async () => {
    await open(CHOSEN, { hasSubIssues: false });
    await tend();
    expect(goals()).toEqual([]);
    const titles = [...office.milestones.values()].map(({ title }) => title);
    expect(titles).toEqual(['Goal: Usage', 'Goal: Trust', 'Goal: Culture', 'Goal: Engagement', 'Goal: Strategy']);
    expect(issueOf('GGI-A-39').milestone?.title).toBe('Goal: Culture');
    await tend();
    expect(writesOf(house)).toEqual([]);
    await tend('refresh');
    expect(requestsOf(house)).toEqual(['POST /graphql']);
  });

  test.each([
    ...['sent', 'answered', 'done'].map((step) => ({ step, kind: 'place-issue', hasSubIssues: true })),
    ...['sent', 'answered'].map((step) => ({ step, kind: 'create-milestone', hasSubIssues: false })),
  ])('survive a crash at “$step $kind”', async ({ step, kind, hasSubIssues }) => {
    await open(CHOSEN, { hasSubIssues });
    const task = boardTask.parse({ work: 'init', installationId: house.installation.id });
    let isDead = true;
    for (let life = 1; isDead && life <= 40; life += 1) {
      isDead = false;
      let passages = 0;
      const checkpoint = async (name: string): Promise<void> => {
        // The issues of the activities come first, and have a test of their own.
        if (name === `${step} ${kind}` && standing().length === 25) passages += 1;
        isDead ||= passages > 0 && passages === (step === 'done' || life === 1 ? 1 : 2);
        if (isDead) throw new Error('killed');
      };
      await tendBoard({ ...house.context, checkpoint }, task).catch(() => {});
    }
    expect(isDead).toBe(false);
    const made = hasSubIssues ? goals().length : office.milestones.size;
    expect([made, standing().length]).toEqual([5, 25]);
    expect(standing().filter(({ parent, milestone }) => parent === null && milestone === null)).toEqual([]);
    await tend();
    expect(writesOf(house)).toEqual([]);
  });

  test('leave an activity where people have put it, before or after', async () => {
    await open();
    const theirs = house.github.openIssue(office, { title: 'Ours first', body: '', author: house.owner });
    const { github } = house;
    const checkpoint = async (name: string): Promise<void> => {
      if (name === 'intended place-issue') issueOf('GGI-A-39').parent = theirs;
    };
    const task = boardTask.parse({ work: 'init', installationId: house.installation.id });
    await tendBoard({ ...house.context, checkpoint }, task);
    expect(issueOf('GGI-A-39').parent).toBe(theirs);
    issueOf('GGI-A-17').parent = null;
    await tend();
    expect(writesOf(house)).toEqual([]);
    expect(issueOf('GGI-A-17').parent).toBeNull();
    expect(github.violations).toEqual([]);
  });

  test('that somebody deleted come back only where somebody asks for the board', async () => {
    await open();
    await tend();
    for (const goal of goals()) house.github.deleteIssue(goal, house.owner);
    await tend('refresh');
    expect([goals().length, writesOf(house)]).toEqual([0, []]);
    await tend('init');
    expect(goals()).toHaveLength(5);
  });

  test('of which no activity is left have none', async () => {
    const dropped = ['16', '34', '35', '36', '37'].map((id) => `      GGI-A-${id}: off\n`).join('');
    await open(`${CHOSEN}    activities:\n${dropped}`);
    await tend();
    expect(goals().map(({ title }) => title)).not.toContain('Goal: Strategy');
    expect(goals()).toHaveLength(4);
  });
});

describe('what people do to the board', () => {
  test('is dated by when it was seen, once each', async () => {
    await open();
    await tend();
    const issue = issueOf('GGI-A-39');
    edit(issue, (body) => body.replace('- [ ] Are you', '- [X] Are you').replaceAll('\n', '\r\n'));
    house.github.editIssue(
      issue,
      { labels: ['progress: in progress', 'progress: not selected'], assignees: [house.owner] },
      house.owner,
    );
    now = new Date(now.getTime() + 60_000);
    await tend('refresh');
    await tend('refresh');

    const at = now.toISOString();
    expect(await changes()).toEqual([
      { activity: 'GGI-A-39', subject: 'point', key: 'upstream-requests-growing', value: 'ticked', at },
      { activity: 'GGI-A-39', subject: 'state', key: null, value: 'in-progress', at },
      { activity: 'GGI-A-39', subject: 'owners', key: null, value: 'ada', at },
    ]);
    expect(writesOf(house)).toEqual([]);
  });

  test('an emptied body takes no tick back, and is left empty', async () => {
    await open();
    await tend();
    const issue = issueOf('GGI-A-39');
    edit(issue, (body) => body.replaceAll('- [ ]', '- [x]'));
    await tend('refresh');
    edit(issue, () => '');
    await tend('refresh');
    expect(await tickedOf()).toEqual(['upstream-first-list-drafted', 'upstream-requests-growing']);
    expect(issue.body).toBe('');
  });

  test('a closed issue counts, and stays closed', async () => {
    await open();
    await tend();
    const issue = issueOf('GGI-A-39');
    house.github.closeIssue(issue, { by: house.owner, stateReason: 'completed' });
    await tend();
    expect((await kept()).activities.get('GGI-A-39')).toMatchObject({ state: 'done', isOpen: false });
    expect(issue.state).toBe('closed');
  });

  test('a deleted issue comes back only where somebody asks for the board', async () => {
    await open();
    await tend();
    house.github.deleteIssue(issueOf('GGI-A-39'), house.owner);
    await tend('refresh');
    expect(standing()).toHaveLength(24);
    await tend('init');
    expect(standing()).toHaveLength(25);
  });
});

describe('a board that is changed in the configuration', () => {
  test('gets a new point into the issue, and leaves every other word', async () => {
    await open();
    await tend();
    const issue = issueOf('GGI-A-39');
    edit(issue, (body) => `Our words first.\n${body.replace('- [ ] Are you', '- [x] Are you')}`);
    const before = issue.body ?? '';
    await configure(
      `${CHOSEN}    ownPoints:\n      - { activity: GGI-A-39, key: forks-listed, question: Are the forks listed? }\n`,
    );
    await tend('refresh');

    const line = '- [ ] Are the forks listed? <!-- point:forks-listed -->\n';
    expect(issue.body).toContain(line);
    expect(issue.body?.replace(line, '')).toBe(before);
    await tend('refresh');
    expect(writesOf(house)).toEqual([]);

    // Whoever takes it out again is not contradicted.
    edit(issue, (body) => body.replace(line, ''));
    await tend('refresh');
    expect(writesOf(house)).toEqual([]);
    expect(issue.body).toBe(before);
  });

  test('is renamed where the title is still ours, and only there', async () => {
    await open();
    await tend();
    house.github.editIssue(issueOf('GGI-A-28'), { title: 'GGI-A-28: Personnel' }, house.owner);
    const rename = '    activities:\n      GGI-A-28: { title: RH }\n      GGI-A-39: { title: En amont }\n';
    await configure(`${CHOSEN}${rename}`);
    await tend('refresh');
    expect(issueOf('GGI-A-28').title).toBe('GGI-A-28: Personnel');
    expect(issueOf('GGI-A-39').title).toBe('GGI-A-39: En amont');
  });

  test('keeps ticks where an activity is taken into another', async () => {
    await open();
    await tend();
    edit(issueOf('GGI-A-39'), (body) => body.replace('- [ ] Are you', '- [x] Are you'));
    await tend('refresh');
    await configure(`${CHOSEN}    activities:\n      GGI-A-39: { mergeInto: GGI-A-26 }\n`);
    await tend('refresh');
    expect(issueOf('GGI-A-26').body).toContain('- [x] Are you sending markedly more');
    expect(await tickedOf()).toEqual(['upstream-requests-growing']);
    expect(issueOf('GGI-A-39').state).toBe('open');
  });

  test('has history of what it dropped', async () => {
    await open();
    await tend();
    edit(issueOf('GGI-A-39'), (body) => body.replace('- [ ] Are you', '- [x] Are you'));
    await tend('refresh');
    await configure(`${CHOSEN}    activities:\n      GGI-A-39: off\n`);
    await tend('refresh');
    expect(await changes()).toHaveLength(1);
    expect((await kept()).activities.has('GGI-A-39')).toBe(true);
    expect(writesOf(house)).toEqual([]);
  });
});

describe('a place where no board can stand', () => {
  test.each([
    ['archived', () => house.github.archive(office), 'archived'],
    ['without issues', () => house.github.editRepository(office, { hasIssues: false }), 'without-issues'],
    ['deleted', () => house.github.deleteRepository(office), 'no-repository'],
  ])('%s, is told and written to by nothing', async (_, spoil, problem) => {
    await open();
    spoil();
    await tend();
    expect(writesOf(house)).toEqual([]);
    expect((await kept()).problem).toBe(problem);
  });

  test('public, has a board and is known to be', async () => {
    await open(CHOSEN, { visibility: 'public' });
    await tend();
    expect(standing()).toHaveLength(25);
    expect((await kept()).isPublic).toBe(true);
  });

  test('that became public since it was last read gets nothing', async () => {
    await open();
    await house.sweep();
    for (const issue of ourIssues(office)) house.github.deleteIssue(issue, house.owner);
    house.github.setVisibility(office, 'public');
    await tend();
    expect(standing()).toHaveLength(0);
  });
});

describe('a comment that asks for the board', () => {
  async function ask(author = house.owner, body = '/portreeve ggi init'): Promise<string[]> {
    const issue = house.github.openIssue(office, { title: 'Hello', body: '', author: house.owner });
    const comment = house.github.comment(issue, body, author);
    await tend('init', comment.id);
    return comment.reactions.map(({ content }) => content);
  }

  test('is answered by a thumb and the board', async () => {
    await open();
    expect(await ask()).toEqual(['+1']);
    expect(standing()).toHaveLength(25);
  });

  test('of somebody who may only read does nothing', async () => {
    await open();
    const mona = house.github.createUser('mona');
    house.github.setRole(office, mona, 'read');
    expect(await ask(mona)).toEqual([]);
    expect(standing()).toHaveLength(0);
  });

  test('where no board was chosen is answered by a shrug', async () => {
    await open('governanceRepository: office\n');
    expect(await ask()).toEqual(['confused']);
  });
});

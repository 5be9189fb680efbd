import { afterEach, describe, expect, test } from '@jest/globals';
import { ACTIVITIES } from '../../src/ggi/activities.ts';
import type { TaskContext } from '../../src/tasks/context.ts';
import { boardTask } from '../../src/tasks/requests.ts';
import { tendBoard } from '../../src/tasks/tend-board.ts';
import type { Issue, Project, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { only, ourIssues, requestsOf, writesOf } from './on-github.ts';

/** Three activities are enough to tell one from all. */
const KEPT = ['GGI-A-17', 'GGI-A-39', 'GGI-A-16'];
const ACTIVITIES_OFF = ACTIVITIES.filter(({ id }) => !KEPT.includes(id))
  .map(({ id }) => `      ${id}: off\n`)
  .join('');
const CHOSEN = `governanceRepository: office
governance:
  ggi:
    board: true
    projectBoard: true
    activities:
      GGI-A-39: { owner: ada, target: 2027-06-30 }
${ACTIVITIES_OFF}`;

let house: House;
let office: Repository;

afterEach(() => house.close());

async function open({ configuration = CHOSEN, isPermitted = true } = {}): Promise<void> {
  house = await openHouse({ configuration });
  office = house.github.createRepository({
    owner: house.organization,
    name: 'office',
    files: { 'README.md': 'x' },
    visibility: 'private',
  });
  const { permissions } = house.installation;
  if (isPermitted) {
    house.github.changePermissions(house.installation, { ...permissions, organization_projects: 'write' });
  }
  await house.refresh();
  await house.audit(office);
}

async function tend(work: 'init' | 'refresh' = 'init', checkpoint?: TaskContext['checkpoint']): Promise<void> {
  house.github.resetRequests();
  const task = boardTask.parse({ work, installationId: house.installation.id });
  await tendBoard(checkpoint === undefined ? house.context : { ...house.context, checkpoint }, task);
}

const projects = () => [...house.github.world.projects.values()];
const project = () => only(projects());

/** The rows of a project as people see them. */
function rows({ fields, items }: Project): Record<string, Record<string, string>> {
  return Object.fromEntries(
    items.map(({ issue, values }) => [
      issue.title.slice(0, 8),
      Object.fromEntries(
        fields.flatMap(({ id, name, options }) => {
          const value = values.get(id);
          if (value === undefined) return [];
          return [[name, options.find((option) => option.id === value)?.name ?? value]];
        }),
      ),
    ]),
  );
}

function issueOf(id: string): Issue {
  return only(ourIssues(office).filter(({ title }) => title.startsWith(`${id}:`)));
}

describe('a project that shows the board', () => {
  test('has its fields, and what the issues say', async () => {
    await open();
    await tend();
    expect(project()).toMatchObject({ title: 'Good governance (office)', owner: house.organization });
    expect(project().readme).toContain('Portreeve shows here what stands in the issues of office');
    expect(project().fields.map(({ name, dataType }) => [name, dataType])).toEqual([
      ['Title', 'TITLE'],
      ['Progress', 'SINGLE_SELECT'],
      ['Goal', 'SINGLE_SELECT'],
      ['Owner', 'TEXT'],
      ['Target date', 'DATE'],
      ['Evidence', 'TEXT'],
    ]);
    expect(rows(project())).toEqual({
      'GGI-A-17': { Progress: 'Not selected', Goal: 'Usage' },
      'GGI-A-39': { Progress: 'Not selected', Goal: 'Culture', Owner: 'ada', 'Target date': '2027-06-30' },
      'GGI-A-16': { Progress: 'Not selected', Goal: 'Strategy' },
    });
    expect([house.github.violations, house.github.unserved]).toEqual([[], []]);
  });

  test('follows what changed, and is left alone where nothing did', async () => {
    await open();
    await tend();
    await tend('refresh');
    expect(requestsOf(house)).toEqual(['POST /graphql']);
    const issue = issueOf('GGI-A-16');
    house.github.editIssue(issue, { labels: ['progress: done'], assignees: [house.owner] }, house.owner);
    await tend('refresh');
    expect(rows(project())['GGI-A-16']).toEqual({ Progress: 'Done', Goal: 'Strategy', Owner: 'ada' });
    house.github.editIssue(issue, { assignees: [] }, house.owner);
    await tend('refresh');
    expect(rows(project())['GGI-A-16']).toEqual({ Progress: 'Done', Goal: 'Strategy' });
    await tend('refresh');
    expect(requestsOf(house)).toEqual(['POST /graphql']);
  });

  test('that people deleted, in part or whole, comes back only where somebody asks for the board', async () => {
    await open();
    await tend();
    project().items.splice(0, 1);
    project().fields.pop();
    await tend('refresh');
    expect([project().items.length, project().fields.length]).toEqual([2, 5]);
    await tend('init');
    expect([project().items.length, project().fields.length]).toEqual([3, 6]);
    house.github.world.projects.clear();
    await tend('refresh');
    expect([projects(), writesOf(house)]).toEqual([[], []]);
    await tend('init');
    expect(rows(project())['GGI-A-39']).toMatchObject({ Goal: 'Culture', Owner: 'ada' });
  });

  test.each([
    ['chosen', { configuration: CHOSEN.replace('    projectBoard: true\n', '') }],
    ['permitted', { isPermitted: false }],
  ])('is not made where it is not %s', async (_, without) => {
    await open(without);
    await tend();
    expect([projects(), ourIssues(office).length]).toEqual([[], 6]);
    await tend('refresh');
    expect(requestsOf(house)).toEqual(['POST /graphql']);
  });

  test('is made once, however often it is broken off', async () => {
    await open();
    // What was answered is found by the next life, so that the one project is never seen to be done.
    const steps = ['create-project', 'create-project-field', 'set-project-item']
      .flatMap((kind) => ['intended', 'sent', 'answered', 'done'].map((step) => `${step} ${kind}`))
      .filter((step) => step !== 'done create-project');
    const died: string[] = [];
    for (const step of [...steps, null]) {
      let isDead = false;
      const checkpoint = async (name: string): Promise<void> => {
        if (!isDead && name === step) died.push(name);
        isDead ||= name === step;
        if (isDead) throw new Error('killed');
      };
      const life = tend('init', checkpoint);
      await (step === null ? life : expect(life).rejects.toThrow('killed'));
    }
    expect(died).toEqual(steps);
    expect([project().fields.length, project().items.length]).toEqual([6, 3]);
    await tend();
    expect(writesOf(house)).toEqual([]);
  });
});

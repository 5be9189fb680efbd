import { afterEach, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { type ActivityProgress, isMet } from '../../src/ggi/progress.ts';
import { listAttestations } from '../../src/store/attestations.ts';
import { boardTask } from '../../src/tasks/requests.ts';
import { tendBoard } from '../../src/tasks/tend-board.ts';
import { tendReports } from '../../src/tasks/tend-reports.ts';
import type { Issue, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, only, ourIssues, writesOf } from './on-github.ts';

let house: House;
let office: Repository;
let now = new Date();
afterEach(() => house.close());

const CHOSEN = `
governanceRepository: office
governance:
  ggi:
    board: true
  evidence:
    attestations:
      - point: talks-tracked
        by: the communication office
        until: '2026-12-10'
        note: A list of talks is kept.
  report:
    every: never
`;

async function open(visibility: Repository['visibility'] = 'private', configuration = CHOSEN): Promise<void> {
  now = new Date('2026-11-25T06:00:00Z');
  house = await openHouse({ configuration, now: () => now, isLimited: false });
  house.github.clock.set(now.toISOString());
  office = house.github.createRepository({ owner: house.organization, name: 'office', visibility, files: ALL_WELL });
  house.github.createRepository({ owner: house.organization, name: 'bus-stops', files: { 'README.md': 'x' } });
  house.github.createRepository({ owner: house.organization, name: 'payroll', visibility: 'private', files: ALL_WELL });
  await house.refresh();
  await house.sweep();
  await tend('init');
}

const tend = (work: 'init' | 'refresh' | 'attest', commentId: number | null = null) => {
  const comes = { repositoryId: commentId === null ? null : office.id, commentId };
  return tendBoard(house.context, boardTask.parse({ work, installationId: house.installation.id, ...comes }));
};
const tendAll = () => tendReports(house.context, { installationId: house.installation.id });

async function later(days: number): Promise<void> {
  now = new Date(now.getTime() + days * 86_400_000);
  house.github.clock.set(now.toISOString());
  await house.sweep();
  await tendAll();
}

function issueOf(id: string): Issue {
  return only(ourIssues(office).filter(({ title }) => title.startsWith(`${id}:`)));
}

function told(id: string): string {
  const own = issueOf(id).comments.filter(({ user }) => user.login === 'portreeve[bot]');
  return own.length === 0 ? '' : only(own).body;
}

const comments = () => ourIssues(office).flatMap((issue) => issue.comments).length;
const boardWrites = () => writesOf(house).filter((write) => write.includes('/office/'));

const attestations = (...args: readonly string[]) => ggi('attestations', ...args);

async function ggi(...args: readonly string[]) {
  let out = '';
  const plain = { isColoured: false, width: null };
  const code = await run(['ggi', ...args], {
    folder: '/',
    out: { ...plain, write: (text) => (out += text) },
    err: { ...plain, write: (text) => (out += text) },
    now: () => now,
    environment: { DATABASE_URL: house.store.databaseUrl },
    isDebugged: false,
  });
  return { code, out };
}

describe('the comment below a governance issue', () => {
  test('is the first one, ours, and says what was found and what is missing; then nothing is written until something changes', async () => {
    await open();
    expect(comments()).toBe(0);
    await tendAll();

    const text = told('GGI-A-21');
    expect(text).toContain('### What Portreeve found');
    expect(text).toContain('`project-information-complete`');
    expect(text).toContain('**Contradicted** (since 25 November 2026).');
    expect(text).toContain('Missing or not counted: `city/.github`, `city/bus-stops`.');
    expect(text).toContain(
      '- Is a person or team answerable for legal compliance in your organisation? `legal-owner-named`',
    );
    expect(
      ourIssues(office)
        .filter(({ title }) => title.startsWith('GGI-A-'))
        .map((issue) => issue.comments.length),
    ).toEqual(Array.from({ length: 25 }, () => 1));
    expect(told('GGI-A-20')).toContain('For these points no machine can find anything');
    expect(told('GGI-A-20')).toMatch(/comment: `\/portreeve attest [a-z-]+ until YYYY-MM-DD …`\n\n- .+ `[a-z-]+`\n/);
    // That the board is brought up to date, and that it is measured again and again, is found the second day.
    await later(1);
    house.github.resetRequests();
    await tendAll();
    await tend('refresh');
    expect(boardWrites()).toEqual([]);
    await later(1);
    expect(boardWrites()).toEqual([]);
  });

  test('does not wait for the night when somebody asks for the board', async () => {
    await open();

    expect(house.enqueued).toContainEqual({
      queue: 'report',
      key: String(house.installation.id),
      data: { installationId: house.installation.id },
    });
  });

  test('is edited in place when something changes', async () => {
    await open();
    await tendAll();
    const before = comments();
    for (const name of ['bus-stops', '.github']) {
      const repository = only([...house.github.world.repositories.values()].filter((one) => one.name === name));
      house.github.pushFiles(repository, { message: 'Mend', files: ALL_WELL });
    }
    await later(1);

    expect(comments()).toBe(before);
    expect(told('GGI-A-21')).toContain('**Supported** (since 26 November 2026).');
  });

  test('says once and plainly that a tick is contradicted, and ticks nothing', async () => {
    await open();
    await tendAll();
    const issue = issueOf('GGI-A-21');
    const body = (issue.body ?? '').replaceAll('- [ ]', '- [x]');
    house.github.editIssue(issue, { body }, house.owner);
    await tend('refresh');

    expect(told('GGI-A-21').match(/⚠ \*\*This point is ticked, and what was found contradicts it\.\*\*/g)).toHaveLength(
      1,
    );
    expect(issueOf('GGI-A-21').body).toBe(body);
    expect(told('GGI-A-22')).not.toContain('⚠ **');
  });

  test('where everybody may read it, it names nothing private and hides what is restricted', async () => {
    await open('public');
    await tendAll();

    const all = ourIssues(office).flatMap((issue) => issue.comments.map(({ body }) => body));
    expect(all.length).toBeGreaterThan(5);
    for (const text of all) expect(text).not.toContain('payroll');
    expect(told('GGI-A-22')).toContain('It was looked at. What was found is not for everybody to read');
    expect(told('GGI-A-22')).not.toMatch(/Supported|Contradicted/);
  });
});

describe('attestations', () => {
  const say = (text: string, id = 'GGI-A-28', by = house.owner) => house.github.comment(issueOf(id), text, by);
  const kept = () => house.store.asInstallation(house.installation.id, listAttestations);
  const metOf = async (key: string) => {
    const [status] = JSON.parse((await ggi('status', '--format', 'json')).out) as { activities: ActivityProgress[] }[];
    const points = status?.activities.flatMap(({ points }) => points) ?? [];
    return points.some((point) => point.key === key && isMet(point, now.toISOString().slice(0, 10)));
  };
  const TEXT =
    '/portreeve attest training-offered until 2026-12-20 The course runs each month: https://city.example/course';

  test('of who may write count, with their link and their end, and are told at once', async () => {
    await open();
    await tendAll();
    const comment = say(TEXT);
    await tend('attest', comment.id);
    await tend('attest', comment.id);

    expect((await kept()).filter(({ key }) => key === 'training-offered')).toEqual([
      {
        key: 'training-offered',
        by: 'ada',
        at: now.toISOString(),
        until: '2026-12-20',
        link: 'https://city.example/course',
        note: 'The course runs each month:',
      },
    ]);
    expect(comment.reactions.map(({ content }) => content)).toEqual(['+1']);
    expect(told('GGI-A-28')).toContain('Attested by ada until 20 December 2026: The course runs each month:');
    expect(told('GGI-A-28')).toContain('⚠ This attestation ends on 20 December 2026');
    expect(await attestations()).toEqual({
      code: 1,
      out: [
        'city talks-tracked: by the communication office until 2026-12-10 (ends soon): A list of talks is kept.\n',
        'city training-offered: by ada until 2026-12-20 (ends soon): The course runs each month: https://city.example/course\n',
      ].join(''),
    });

    await later(30);
    expect(told('GGI-A-28')).toContain('The attestation by ada ended on 20 December 2026.');
    expect(told('GGI-A-28')).not.toContain('**Attested**');
  });

  test('of the configuration stand beside them', async () => {
    await open();
    await tendAll();

    expect(told('GGI-A-27')).toContain(
      'Attested by the communication office until 10 December 2026: A list of talks is kept.',
    );
  });

  test('count by the newest word on a point, wherever that was said, and whichever day it names', async () => {
    await open();
    await tendAll();
    await later(20);
    expect(told('GGI-A-27')).toContain('The attestation by the communication office ended on 10 December 2026.');

    await tend('attest', say('/portreeve attest talks-tracked until 2027-06-30 Kept by us now', 'GGI-A-27').id);
    await later(1);
    expect(told('GGI-A-27')).toContain('Attested by ada until 30 June 2027: Kept by us now');
    expect(await metOf('talks-tracked')).toBe(true);

    await tend('attest', say('/portreeve attest talks-tracked until 2026-12-16 No longer', 'GGI-A-27').id);
    await later(1);
    expect(told('GGI-A-27')).toContain('The attestation by ada ended on 16 December 2026.');
    expect(await metOf('talks-tracked')).toBe(false);
    expect((await attestations()).out).toMatch(/until 2027-06-30 \(was followed by a newer one\)/);
  });

  test.each([
    ['whoever may not write', TEXT, 'GGI-A-28', true, []],
    [
      'a point that the board does not have',
      TEXT.replace('training-offered', 'no-such-point'),
      'GGI-A-28',
      false,
      ['confused'],
    ],
    ['a day that has passed', TEXT.replace('2026-12-20', '2026-01-01'), 'GGI-A-28', false, ['confused']],
  ] as const)('of %s do not count', async (_who, text, id, isStranger, reactions) => {
    await open();
    await tendAll();
    const comment = say(text, id, isStranger ? house.github.createUser('stranger') : house.owner);
    await tend('attest', comment.id);

    expect((await kept()).map(({ key }) => key)).toEqual(['talks-tracked']);
    expect(comment.reactions.map(({ content }) => content)).toEqual(reactions);
  });

  test('that somebody edited do not count, nor those below another issue', async () => {
    await open();
    await tendAll();
    const comment = say(TEXT);
    house.github.clock.advance(1_000);
    house.github.editComment(comment, `${TEXT} still`);
    await tend('attest', comment.id);
    const other = house.github.openIssue(office, { title: 'x', author: house.owner });
    await tend('attest', house.github.comment(other, TEXT, house.owner).id);

    expect((await kept()).map(({ key }) => key)).toEqual(['talks-tracked']);
  });
});

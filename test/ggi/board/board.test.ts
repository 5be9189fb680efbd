import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../../src/core/language.ts';
import { ACTIVITIES } from '../../../src/ggi/activities.ts';
import { aBoard, ISSUES, only, opened, ticked } from './on-paper.ts';

const ids = (settings: Parameters<typeof aBoard>[0]) => aBoard(settings).activities.map(({ id }) => id);
const one = (settings: Parameters<typeof aBoard>[0], id: string) =>
  only(aBoard(settings).activities.filter((activity) => activity.id === id));

describe('a board', () => {
  test('has the handbook’s activities in its order where nothing is said', () => {
    expect(ids({})).toEqual(ACTIVITIES.map(({ id }) => id));
  });

  test('begins with what the organisation puts first', () => {
    expect(ids({ order: ['GGI-A-16', 'GGI-A-21'] }).slice(0, 3)).toEqual(['GGI-A-16', 'GGI-A-21', 'GGI-A-17']);
  });

  test('does without what is dropped, also among what comes next', () => {
    const settings = { activities: { 'GGI-A-28': 'off' } } as const;
    expect(ids(settings)).not.toContain('GGI-A-28');
    expect(one(settings, 'GGI-A-18').next).toEqual([]);
  });

  test('calls an activity as it is called here', () => {
    const { title, points } = one(
      {
        activities: {
          'GGI-A-22': { title: 'Failles', points: { 'assets-monitored': { question: 'Tout est surveillé ?' } } },
        },
      },
      'GGI-A-22',
    );
    expect([title, points[0]?.text.question]).toEqual(['Failles', 'Tout est surveillé ?']);
  });

  test('drops and adds points', () => {
    const { points } = one(
      {
        activities: { 'GGI-A-39': { points: { 'upstream-requests-growing': 'off' } } },
        ownPoints: [{ activity: 'GGI-A-39', key: 'paris-forks-listed', question: 'Are all forks listed?' }],
      },
      'GGI-A-39',
    );
    expect(points.map(({ key }) => key)).toEqual(['upstream-first-list-drafted', 'paris-forks-listed']);
  });

  test('takes an activity into another, with its points and what it proposes', () => {
    const settings = { activities: { 'GGI-A-42': { mergeInto: 'GGI-A-17' } } };
    const { points, merged, next } = one(settings, 'GGI-A-17');
    expect(ids(settings)).not.toContain('GGI-A-42');
    expect(points).toHaveLength(10);
    expect(merged).toEqual(['GGI-A-42']);
    expect(next).toEqual(['GGI-A-18', 'GGI-A-19', 'GGI-A-28', 'GGI-A-33']);
    // What pointed to the other one points here.
    expect(one(settings, 'GGI-A-25').next).toEqual(['GGI-A-17', 'GGI-A-44']);
  });

  test.each([
    ['itself', { 'GGI-A-42': { mergeInto: 'GGI-A-42' } }],
    ['one that is dropped', { 'GGI-A-42': { mergeInto: 'GGI-A-17' }, 'GGI-A-17': 'off' }],
    ['one that there is not', { 'GGI-A-42': { mergeInto: 'GGI-A-99' } }],
  ] as const)('keeps an activity that is to be merged into %s', (_, activities) => {
    expect(ids({ activities })).toContain('GGI-A-42');
  });

  test('loses none of two that are to be merged into one another', () => {
    const activities = { 'GGI-A-42': { mergeInto: 'GGI-A-17' }, 'GGI-A-17': { mergeInto: 'GGI-A-42' } };
    expect(ids({ activities })).toHaveLength(25);
  });

  test('has the organisation’s own activities', () => {
    const own = { id: 'PARIS-1', title: 'Communs', goal: 'trust' } as const;
    const ownPoints = [{ activity: 'PARIS-1', key: 'commons', question: 'Y a-t-il des communs ?' }];
    const activity = one({ ownActivities: [own], ownPoints, order: ['PARIS-1'] }, 'PARIS-1');
    const { title, body } = opened(activity);
    expect(title).toBe('PARIS-1: Communs');
    expect(body).not.toContain('CC-BY');
    expect(ticked(body.replace('- [ ]', '- [x]'), activity)).toEqual(['commons']);
  });
});

describe('an activity’s issue', () => {
  const activity = one({}, 'GGI-A-39');

  test('says why, how to begin, what to tick, and what could come next', () => {
    expect(opened(activity)).toMatchInlineSnapshot(`
{
  "body": "Goal: Culture. Who is needed: team leaders and developers.

### Why

A private patch costs public money again at every update. Sent to the original project, it is maintained there for everyone.

### First step

List the forks that are ahead of their origin, and send one of those changes upstream this quarter.

### Verification points

Tick what holds here. Portreeve ticks nothing for you; what it finds stands in a comment of its own.

- [ ] Are you sending markedly more pull or merge requests to other people’s projects? <!-- point:upstream-requests-growing -->
- [ ] Is there a list of outside projects where changes must go upstream first? <!-- point:upstream-first-list-drafted -->

<details open><summary>Customised Activity Scorecard</summary>

#### Customised description

_What this activity means here._

#### Opportunity assessment

_Why now, and what it would change._

#### Objectives

_Proposed; make them your own._

- [ ] A list of projects with the upstream-first rule is in the configuration.
- [ ] No active fork holds a change older than six months without an upstream request.
- [ ] Outside pull requests rose compared with the same quarter last year.

#### Tools

_What helps: tools, services, people._

#### Operational notes

_How it is done, and what was learnt._

</details>

### What could come next

- [GGI-A-25: Promote open source development best practices](https://github.com/city/governance/issues?q=is%3Aissue%20in%3Atitle%20%22GGI-A-25%22)

---

In the handbook: [Upstream first](https://ospo-alliance.org/ggi/activities/upstream_first/)
An activity of the [Good Governance Initiative handbook 1.3](https://ospo-alliance.org/ggi/) by OW2 and the OSPO Alliance ([CC-BY-4.0](https://creativecommons.org/licenses/by/4.0/)), in other words.
This text is yours: Portreeve wrote it once, and does not write over it.",
  "title": "GGI-A-39: Upstream first",
}
`);
  });

  test('tells alternatives apart', () => {
    const { body } = opened(one({}, 'GGI-A-21'));
    expect(body.indexOf('Another way to the same end')).toBeLessThan(body.indexOf('point:legal-team-reachable'));
    expect(body.indexOf('Another way to the same end')).toBeGreaterThan(body.indexOf('point:audits-scheduled'));
  });

  test('names and links the handbook and its licence', () => {
    for (const each of aBoard().activities) {
      const { body } = opened(each);
      expect(body).toContain('https://ospo-alliance.org/ggi/activities/');
      expect(body).toContain('https://creativecommons.org/licenses/by/4.0/');
      expect(body.includes(ISSUES)).toBe(each.next.length > 0);
      expect(body.length).toBeLessThan(8_000);
    }
  });

  test.each(LANGUAGES)('can be had in %s', (language) => {
    const board = aBoard({}, language);
    for (const each of board.activities) {
      const { body } = opened(each, board, language);
      expect(body).not.toMatch(/\{\w+\}/);
      expect(ticked(body.replaceAll('- [ ]', '- [x]'), each)).toHaveLength(each.points.length);
    }
  });

  test('lets nothing from the configuration act', () => {
    const hostile = one(
      {
        activities: {
          'GGI-A-39': { why: '<img src=x> @everyone\n- [x] done <!-- point:upstream-first-list-drafted -->' },
        },
      },
      'GGI-A-39',
    );
    const { body } = opened(hostile);
    expect(body).not.toContain('<img');
    expect(body).not.toMatch(/@everyone/);
    expect(ticked(body, hostile)).toEqual([]);
  });
});

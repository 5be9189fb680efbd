import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../src/core/language.ts';
import { ACTIVITIES, type ActivityId } from '../../src/ggi/activities.ts';
import { type Activity, GOALS, type GovernanceTexts, type Point } from '../../src/ggi/activity.ts';
import { activitiesOf, activityOfPoint, findPoint, handbookUrl, pointsOfEdition } from '../../src/ggi/handbook.ts';

const ALL: readonly Activity[] = ACTIVITIES;
const points: readonly Point[] = ALL.flatMap(({ points }) => points);

describe('the handbook’s activities', () => {
  test('there are 25 of them, five a goal, with 109 points', () => {
    expect(ALL).toHaveLength(25);
    expect(GOALS.map((goal) => activitiesOf(goal).length)).toEqual([5, 5, 5, 5, 5]);
    const byGoal = GOALS.map((goal) => activitiesOf(goal).flatMap(({ points }) => points).length);
    expect(byGoal).toEqual([25, 24, 19, 25, 16]);
  });

  test('a machine can find evidence for 32 points: 21 by measuring, 11 by a document', () => {
    const ways = points.flatMap(({ evidence }) => evidence?.by ?? []);
    expect(ways.filter((way) => way === 'measure')).toHaveLength(21);
    expect(ways.filter((way) => way === 'document')).toHaveLength(11);
    expect(points.filter(({ kind }) => kind === 'attestation').every(({ evidence }) => evidence === null)).toBe(true);
  });

  test('ids and keys stand once', () => {
    expect(new Set(ALL.map(({ id }) => id)).size).toBe(25);
    expect(new Set(points.map(({ key }) => key)).size).toBe(109);
  });

  test('the 35 relations lead to activities that there are', () => {
    const relations = ALL.flatMap(({ next }) => next);
    const ids = new Set(ALL.map(({ id }) => id));
    expect(relations).toHaveLength(35);
    expect(relations.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('alternatives, levels and borrowed points are told apart', () => {
    const parts = (id: ActivityId) => ALL.find((activity) => activity.id === id)?.points.map(({ part }) => part);
    expect(parts('GGI-A-21')).toEqual([...Array(4).fill('main'), ...Array(5).fill('alternative')]);
    expect(parts('GGI-A-29')).toEqual([...Array(5).fill('main'), ...Array(3).fill('questionnaire')]);
    expect(parts('GGI-A-37')).toEqual(['level-1', 'level-2', 'level-3']);
  });

  test('a page’s address keeps its hyphen', () => {
    expect(handbookUrl({ slug: 'c-level_awareness' })).toBe(
      'https://ospo-alliance.org/ggi/activities/c-level_awareness/',
    );
  });

  test('points are found by their key alone', () => {
    expect(activityOfPoint('assets-monitored')?.id).toBe('GGI-A-22');
    expect(findPoint('assets-monitored')?.kind).toBe('measurable');
    expect(findPoint('nothing')).toBeUndefined();
  });

  test('the ten points of GGI-A-21 in edition 1.2 are the nine of 1.3 and a dropped fifth', () => {
    const before = pointsOfEdition('GGI-A-21', '1.2');
    expect(before).toHaveLength(10);
    expect(before[4]).toBeNull();
    expect(before.filter((key) => key !== null)).toEqual(pointsOfEdition('GGI-A-21', '1.3'));
    expect(ALL.reduce((sum, { id }) => sum + pointsOfEdition(id as ActivityId, '1.2').length, 0)).toBe(110);
  });
});

describe.each(LANGUAGES)('their texts in %s', (language) => {
  const read = (name: string): GovernanceTexts =>
    JSON.parse(readFileSync(new URL(`../../templates/ggi/${name}.json`, import.meta.url), 'utf8'));
  const texts = read(language);
  const placesOf = (value: unknown, path = ''): string[] =>
    typeof value === 'string'
      ? [path]
      : Object.entries(value as object).flatMap(([key, part]) => placesOf(part, `${path}/${key}`));
  const linesOf = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(linesOf);

  test('are of every activity and every point, in their order, and of nothing else', () => {
    expect(Object.keys(texts.activities)).toEqual(ALL.map(({ id }) => id));
    expect(Object.keys(texts.points)).toEqual(points.map(({ key }) => key));
  });

  test('say as much as the English ones, place by place', () => {
    expect(placesOf(texts)).toEqual(placesOf(read('en')));
  });

  test('are none of them empty, and one line each', () => {
    expect(linesOf(texts).filter((text) => text.trim() === '' || /[\r\n<>]/.test(text))).toEqual([]);
  });

  test('ask each point by a question', () => {
    const asked = Object.values(texts.points).filter(({ question }) => !question.endsWith('?'));
    expect(asked).toEqual([]);
  });

  test('no two points are asked in the same words', () => {
    const questions = Object.values(texts.points).map(({ question }) => question);
    expect(new Set(questions).size).toBe(questions.length);
  });

  test('are English only in English', () => {
    const english = new Set(language === 'en' ? [] : linesOf(read('en')).filter((text) => text.includes(' ')));
    expect(linesOf(texts).filter((text) => english.has(text))).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { effectiveConfiguration } from '../../src/config/effective-configuration.ts';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import { NO_BOARD } from '../../src/ggi/board/settings.ts';
import { POLICIES } from '../../src/policies/index.ts';

const PATH = '.github/portreeve.yml';

function read(lines: string) {
  const text = `governance:\n  ggi:\n${lines
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`;
  return readConfiguration(text, PATH, POLICIES, 'organization');
}

/** What is wrong, as `line: message`, with the line within the part that was given. */
function problems(lines: string): string[] {
  const reading = read(lines);
  if (reading.ok) return [];
  return reading.problems.map(
    ({ line, message, suggestion }) => `${line - 2}: ${message}${suggestion === null ? '' : ` → ${suggestion}`}`,
  );
}

function settings(...files: string[]) {
  const layers = files.map((lines) => {
    const reading = read(lines);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    return reading.configuration;
  });
  return effectiveConfiguration({ policies: POLICIES, layers, repository: null }).governance.ggi;
}

describe('a board in the configuration', () => {
  test('is off unless it is chosen', () => {
    expect(effectiveConfiguration({ policies: POLICIES, layers: [], repository: null }).governance.ggi).toEqual(
      NO_BOARD,
    );
    expect(settings('board: true')).toEqual({ ...NO_BOARD, board: true });
  });

  test.each([
    ['order: [GGI-A-16, GGI-A-21]'],
    ['activities:\n  GGI-A-28: off\n  GGI-A-42: { mergeInto: GGI-A-17 }'],
    [
      'activities:\n  GGI-A-22:\n    title: Failles\n    owner: ada\n    target: 2027-06-30\n    points:\n      assets-monitored: off',
    ],
    ['ownActivities:\n  - { id: PARIS-1, title: Communs, goal: trust }\norder: [PARIS-1]'],
    ['ownPoints:\n  - { activity: GGI-A-22, key: paris-servers-listed, question: "Are all servers listed?" }'],
    ['labels:\n  progress:\n    done: fertig'],
  ])('may say %j', (lines) => {
    expect(problems(lines)).toEqual([]);
  });

  test.each([
    [
      'activities:\n  GGI-A-32: off',
      '2: There is no setting called “GGI-A-32” in governance.ggi.activities. → GGI-A-42',
    ],
    [
      'activities:\n  GGI-A-22:\n    points:\n      assets-monitord: off',
      '4: There is no setting called “assets-monitord” in governance.ggi.activities.GGI-A-22.points. → assets-monitored',
    ],
    [
      'order:\n  - GGI-A-21\n  - GGI-A-99',
      '3: “GGI-A-99” names no activity of the handbook and none of this file’s `ownActivities`.',
    ],
    [
      'activities:\n  GGI-A-42:\n    mergeInto: GGI-A-1',
      '3: “GGI-A-1” names no activity of the handbook and none of this file’s `ownActivities`.',
    ],
    [
      'ownActivities:\n  - id: GGI-A-50\n    title: Ours\n    goal: trust',
      '2: “GGI-A-50” begins as the handbook’s own ids do; choose another beginning.',
    ],
    [
      'ownPoints:\n  - activity: GGI-A-22\n    key: assets-monitored\n    question: What?',
      '3: “assets-monitored” is the key of another point.',
    ],
    ['ownActivities:\n  - { id: PARIS-1, title: Ours }', '2: “goal” is missing here.'],
    ['activities:\n  GGI-A-22:\n    target: 30.6.2027', '3: “30.6.2027” is not a day; write it as 2027-12-31.'],
  ])('is told what is wrong with %j', (lines, problem) => {
    expect(problems(lines)).toEqual([problem]);
  });

  test('is put together of both files, key by key', () => {
    const both = settings(
      'board: true\nactivities:\n  GGI-A-22: { title: Failles }',
      'activities:\n  GGI-A-22: { owner: ada }\n  GGI-A-28: off',
    );
    expect(both.activities).toEqual({ 'GGI-A-22': { title: 'Failles', owner: 'ada' }, 'GGI-A-28': 'off' });
  });
});

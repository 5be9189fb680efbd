import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { identifyDelivery } from '../../src/app/intake-events.ts';
import { isHandledEvent } from '../../src/tasks/handled-events.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}
const GITHUB: readonly Example[] = createRequire(import.meta.url)(
  '@octokit/webhooks-examples/api.github.com/index.json',
);
const handled = GITHUB.filter(({ name }) => isHandledEvent(name));

test('the events that the app acts on are handled, others are not', () => {
  expect(handled.map(({ name }) => name).sort()).toEqual([
    'check_run',
    'check_suite',
    'installation',
    'installation_repositories',
    'issue_comment',
    'issues',
    'merge_group',
    'organization',
    'pull_request',
    'pull_request_review',
    'push',
    'repository',
  ]);
  expect(['__proto__', 'toString', '', 'star'].map(isHandledEvent)).toEqual([false, false, false, false]);
});

describe.each(handled)('$name', ({ name, examples }) => {
  test('every example of GitHub’s fits', () => {
    const refused = examples.filter((payload) => identifyDelivery(name, payload) === null);
    expect(refused.map(({ action }) => action)).toEqual([]);
  });

  test('A4: no example of another event fits', () => {
    const taken = GITHUB.filter((other) => other.name !== name).flatMap((other) =>
      other.examples
        .filter((payload) => identifyDelivery(name, payload) !== null)
        .map(({ action }) => `${other.name}.${action}`),
    );
    expect([...new Set(taken)]).toEqual([]);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readIdentity } from '../../src/contributions/identity.ts';
import { readMessage } from '../../src/contributions/message.ts';
import { git } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { generatedMessages } from './generated-messages.ts';

const folder = temporaryFolder();
const MARK = 'Between-two-messages: 1';

/** What `git interpret-trailers` finds in each message, from one process for all. */
function trailersByGit(messages: readonly string[]): string[][] {
  writeFileSync(join(folder, 'mark'), `mark\n\n${MARK}\n`);
  const names = messages.flatMap((message, index) => {
    writeFileSync(join(folder, String(index)), message);
    return [String(index), 'mark'];
  });
  const printed = git(folder, 'interpret-trailers', '--parse', '--no-divider', ...names);
  const blocks = printed.split(`${MARK}\n`);
  expect(blocks.pop()).toBe('');
  return blocks.map((block) => block.split('\n').filter((line) => line !== ''));
}

function trailersByUs(message: string): string[] {
  const read = readMessage(message, new Set());
  return read.status === 'too-large' ? [] : read.trailers.map(({ key, value }) => `${key}: ${value}`);
}

/**
 * Two differences are wanted. Git keeps the blanks before a folded line's break; people who compare names do not.
 * And it prints a trailer without a value without the blank after the colon.
 */
function withoutRuns(trailers: readonly string[]): string[] {
  return trailers.map((trailer) => trailer.replace(/[ \t\r]+/g, ' ').trim());
}

/** Whether a trailer is the sign-off of ada@example.org. */
function isSignOff(trailer: string): boolean {
  const [key = '', ...value] = trailer.split(':');
  const reading = readIdentity(value.join(':').trim());
  return (
    key.toLowerCase() === 'signed-off-by' && reading.ok && reading.identity.email.toLowerCase() === 'ada@example.org'
  );
}

describe.each([1, 2, 3])('4,000 generated messages, seed %i', (seed) => {
  const messages = generatedMessages(seed, 4000);
  const byGit = trailersByGit(messages).map(withoutRuns);
  const byUs = messages.map((message) => withoutRuns(trailersByUs(message)));

  test('the trailers are those that git finds, but for 2 in 1,000', () => {
    const different = messages.flatMap((message, index) =>
      JSON.stringify(byGit[index]) === JSON.stringify(byUs[index])
        ? []
        : [{ message, git: byGit[index], ours: byUs[index] }],
    );

    // None with git 2.39; another git may have other quirks, of which the first few are shown.
    expect(different.length > messages.length / 500 ? different.slice(0, 5) : []).toEqual([]);
  });

  test('they are no easy messages: trailers in a third, a sign-off in a sixth, none in a third', () => {
    const share = (holds: (trailers: readonly string[]) => boolean) => byGit.filter(holds).length / byGit.length;

    expect(share((trailers) => trailers.length > 0)).toBeGreaterThan(1 / 3);
    expect(share((trailers) => trailers.length === 0)).toBeGreaterThan(1 / 3);
    expect(share((trailers) => trailers.some(isSignOff))).toBeGreaterThan(1 / 6);
  });
});

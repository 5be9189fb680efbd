import { expect, test } from '@jest/globals';
import { readOverrideCommand } from '../../src/contributions/override.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const USUAL = '2026-12-25T12:00:00.000Z';
const taken = (reason: string, expiresAt = USUAL) => ({ ok: true, reason, expiresAt });
const refused = (problem: string) => ({ ok: false, problem });

test.each<[what: string, body: string, wish: ReturnType<typeof readOverrideCommand> | object]>([
  ['a reason', '/portreeve override sign-off Work for hire', taken('Work for hire')],
  [
    'a reason and a day',
    '/portreeve override sign-off Hire until 2026-12-01',
    taken('Hire', '2026-12-02T00:00:00.000Z'),
  ],
  [
    'a full stop after the day',
    '/portreeve override sign-off Hire until 2026-12-01.',
    taken('Hire', '2026-12-02T00:00:00.000Z'),
  ],
  ['today', '/portreeve override sign-off Hire until 2026-11-25', taken('Hire', '2026-11-26T00:00:00.000Z')],
  ['a year', '/portreeve override sign-off Hire until 2027-11-25', taken('Hire', '2027-11-26T00:00:00.000Z')],
  [
    'a day within the reason',
    '/portreeve override sign-off Away until 2026-12-01, then back',
    taken('Away until 2026-12-01, then back'),
  ],
  ['other lines around it', 'Fine.\r\n/portreeve override sign-off\tHire \r\nBye', taken('Hire')],
  ['no reason', '/portreeve override sign-off', refused('no-reason')],
  ['only a day', '/portreeve override sign-off until 2026-12-01', refused('no-reason')],
  ['a day that is over', '/portreeve override sign-off Hire until 2026-11-24', refused('past')],
  ['a day that is none', '/portreeve override sign-off Hire until 2026-02-30', refused('past')],
  ['a day too far away', '/portreeve override sign-off Hire until 2027-12-25', refused('too-far')],
  ['a long reason', `/portreeve override sign-off ${'x'.repeat(301)}`, refused('too-long')],
  ['two commands', '/portreeve override sign-off a\n/portreeve override sign-off b', refused('twice')],
  ['another command', '/portreeve override sign-offs a', null],
  ['a quoted command', '> /portreeve override sign-off a', null],
  ['a command within a line', 'Try /portreeve override sign-off a', null],
])('%s', (_what, body, wish) => {
  expect(readOverrideCommand(body, NOW)).toEqual(wish);
});

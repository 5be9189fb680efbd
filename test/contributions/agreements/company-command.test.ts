import { expect, test } from '@jest/globals';
import { rosterCommandIn } from '../../../src/contributions/agreements/company-command.ts';

test.each([
  ['/portreeve admit grace', { does: 'admit', login: 'grace', reason: null }],
  ['/portreeve admit @grace-hopper', { does: 'admit', login: 'grace-hopper', reason: null }],
  [
    '/portreeve admit grace She works on the ferries',
    { does: 'admit', login: 'grace', reason: 'She works on the ferries' },
  ],
  ['Hello\n\n/portreeve dismiss grace Left in May', { does: 'dismiss', login: 'grace', reason: 'Left in May' }],
  ['> /portreeve admit grace', null],
  ['```\n/portreeve admit grace\n```', null],
  ['/portreeve admit', null],
  ['/portreeve admit gr_ace', null],
  ['/portreeve admit grace\n\n/portreeve admit linus', null],
  [`/portreeve admit ${'a'.repeat(40)}`, null],
])('%j says %j', (comment, command) => {
  expect(rosterCommandIn(comment)).toEqual(command);
});

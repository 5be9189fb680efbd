import { expect, test } from '@jest/globals';
import {
  companyAnswerIn,
  companyCommandIn,
  isSameCompany,
} from '../../../src/contributions/agreements/company-command.ts';

test.each([
  ['/portreeve admit grace', { does: 'admit', login: 'grace', reason: null }],
  ['/portreeve admit @grace-hopper', { does: 'admit', login: 'grace-hopper', reason: null }],
  [
    '/portreeve admit grace She works on the ferries',
    { does: 'admit', login: 'grace', reason: 'She works on the ferries' },
  ],
  ['Hello\n\n/portreeve dismiss grace Left in May', { does: 'dismiss', login: 'grace', reason: 'Left in May' }],
  ['/portreeve invite grace', { does: 'invite', login: 'grace', reason: null }],
  ['/portreeve accept', { does: 'accept' }],
  ['Hello @boss\n\n/portreeve join Ferry plc', { does: 'join', company: 'Ferry plc' }],
  ['/portreeve accept all', null],
  ['/portreeve join ', null],
  ['/portreeve join A\n\n/portreeve accept', null],
  ['> /portreeve accept', null],
  ['> /portreeve admit grace', null],
  ['```\n/portreeve admit grace\n```', null],
  ['/portreeve admit', null],
  ['/portreeve admit gr_ace', null],
  ['/portreeve admit grace\n\n/portreeve admit linus', null],
  [`/portreeve admit ${'a'.repeat(40)}`, null],
])('%j says %j', (comment, command) => {
  expect(companyCommandIn(comment)).toEqual(command);
});

test.each([
  ['/portreeve company approve 3', { does: 'approve', request: 3 }],
  [
    '/portreeve company refuse 12 Not the company we know',
    { does: 'refuse', request: 12, reason: 'Not the company we know' },
  ],
  ['/portreeve company refuse 12', null],
  ['/portreeve company approve 3 please', null],
  ['/portreeve company approve 3\n\n/portreeve company approve 4', null],
  ['> /portreeve company approve 3', null],
  ['I will not say: /portreeve company approve 3', null],
  ['/portreeve company approve -3', null],
])('of the organisation, %j says %j', (comment, answer) => {
  expect(companyAnswerIn(comment)).toEqual(answer);
});

test.each([
  ['Ferry plc', ' ferry  PLC ', true],
  ['Ferry plc', 'Ferry plc2', false],
  ['Ferry plc', 'Fеrry plc', false],
])('%j and %j are one company: %j', (one, other, expected) => {
  expect(isSameCompany(one, other)).toBe(expected);
});

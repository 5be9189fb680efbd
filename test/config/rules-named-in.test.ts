import { expect, test } from '@jest/globals';
import { rulesNamedIn } from '../../src/config/rules-named-in.ts';

test.each([
  ['policies:\n  license-file: {severity: error}\n  readme: off\n', ['license-file']],
  ['policies:\n  gone-by-now:\n    severity: error\n', ['gone-by-now']],
  ['groups:\n  - name: a\n    policies:\n      readme: {enabled: true}\n      support: {enabled: false}\n', ['readme']],
  ['mode: observe\n', []],
  ['policies: [a]\n', []],
  ['- a\n', []],
  ['', []],
  ['a: [', []],
])('%j named %j', (text, rules) => {
  expect(rulesNamedIn(text)).toEqual(rules);
});

import { expect, test } from '@jest/globals';
import { readWorkflow } from '../../../src/ggi/evidence/read-workflow.ts';

const PATH = '.github/workflows/a.yml';

test.each([
  ['on: workflow_call\njobs: {}\n', true, []],
  ['on: [push, workflow_call]\n', true, []],
  ['on:\n  workflow_call:\n', true, []],
  ['on:\n  push:\n', false, []],
  ['on: push\njobs:\n  a:\n    steps:\n      - uses: a/b@v1\n      - run: ls\n      - uses: a/b@v2\n', false, ['a/b']],
  ['on: push\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@main\n', false, ['o/r/.github/workflows/x.yml']],
  ['on: push\njobs:\n  a: nonsense\n', false, []],
  ['on: [\n', false, []],
  ['', false, []],
  [`on: workflow_call\n${'# long\n'.repeat(20_000)}`, false, []],
])('%j', (text, isReusable, uses) => {
  expect(readWorkflow(PATH, text)).toEqual({ path: PATH, isReusable, uses });
});

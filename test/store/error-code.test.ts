import { expect, test } from '@jest/globals';
import { isConnectionLost } from '../../src/store/error-code.ts';

const failure = (message: string, code?: string) =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

test.each([
  ['nobody listens', failure('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'), true],
  ['it is being shut down', failure('terminating connection due to administrator command', '57P01'), true],
  ['it has no room for another connection', failure('sorry, too many clients already', '53300'), true],
  ['the connection broke', failure('Connection terminated unexpectedly'), true],
  ['the pool waited in vain', failure('timeout exceeded when trying to connect'), true],
  ['a row stands already', failure('duplicate key value violates unique constraint', '23505'), false],
  ['it is no error of a database', failure('The file is empty.'), false],
])('%s', (_about, error, isLost) => {
  expect(isConnectionLost(error)).toBe(isLost);
});

import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createLog, makeDescribe } from '../../src/app/log.ts';
import { makeRedact } from '../../src/app/redact.ts';
import { growth, LINEAR } from '../support/growth.ts';

const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();
const SECRET = 'a "quoted" secret';
/** Parts that must not be seen anywhere. */
const PLANTED: readonly (readonly [string, string, string])[] = [
  ['an installation token', 'ghs_16C7e42F292c6912E7710c838347Ae178B4a', '16C7e42F'],
  ['an installation token of the long kind', 'ghs_123456_eyJhbGciOi.eyJpc3Mi.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
  ['a personal token', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', '16C7e42F'],
  ['an OAuth token', 'gho_16C7e42F292c6912E7710c838347Ae178B4a', '16C7e42F'],
  ['a fine-grained token', 'github_pat_11ABCDEFG0abcdefghij_klmnop', 'klmnop'],
  ['a private key', KEY, KEY.slice(200, 220)],
  ['half a private key', KEY.slice(0, 400), KEY.slice(200, 220)],
  ['a webhook secret', SECRET, 'quoted'],
  ['an authorization header', 'authorization: Bearer abcdef123456', 'abcdef123456'],
  ['an authorization header as JSON', '{"Authorization":"token abcdef123456"}', 'abcdef123456'],
  ['a client secret in a form', 'client_id=1&client_secret=abcdef123456&code=2', 'abcdef123456'],
  [
    'a client secret in JSON in JSON',
    JSON.stringify(JSON.stringify({ client_secret: 'abcdef123456' })),
    'abcdef123456',
  ],
  ['a database password', 'postgres://portreeve:hunter2000@db.example.org/portreeve', 'hunter2000'],
  ['a JSON web token', 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMjMifQ.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
];

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog({ level: 'info', secrets: [SECRET], stream: { write: (line) => lines.push(line) } }));
  return lines.join('');
}

test.each(PLANTED)('A45: %s is written nowhere: message, field, stack, cause, child', (_kind, text, part) => {
  const error = new Error(`failed with ${text}`, { cause: new Error(text) });
  const output = logged((log) => {
    log.info(text);
    log.info({ deep: { down: [text] } }, 'field');
    log.error({ err: error }, 'error');
    log.error(error);
    log.error({ err: new AggregateError([error], 'many') }, 'errors');
    log.child({ about: text }).info('child');
  });

  expect(output.split('\n')).toHaveLength(7);
  for (const line of output.trim().split('\n')) JSON.parse(line);
  expect(output).toContain('[redacted]');
  expect(output).not.toContain(part);
  expect(makeDescribe([SECRET])(error)).not.toContain(part);
});

test('A46: of a client’s error the request is left out, with all that is in it', () => {
  const error = Object.assign(new Error('Not found'), {
    status: 404,
    request: { method: 'POST', headers: { authorization: 'x' }, body: 'plain confidence' },
    response: { data: 'plain confidence' },
  });
  const output = logged((log) => log.error({ err: error }, 'request failed'));

  expect(JSON.parse(output).err).toMatchObject({ type: 'Error', message: 'Not found', status: 404 });
  expect(output).not.toContain('plain confidence');
});

test('A45: no text begins a line of its own', () => {
  const output = logged((log) => log.info({ login: 'x\n{"level":60}\r\u2028\u2029\u0085y' }, 'a\nb'));

  expect(output.trim().split(/[\r\n\u2028\u2029\u0085]/)).toHaveLength(1);
  expect(JSON.parse(output).login).toBe('x\n{"level":60}\r\u2028\u2029\u0085y');
});

test('what is no secret is left alone', () => {
  const text = 'The token of acme/anvil expires; see https://example.org:8080/password for authorization.';
  expect(makeRedact([''])(text)).toBe(text);
});

test.each(['-----BEGIN ', ' '.repeat(64), '://', 'authorization: ', 'eyJaaaaa.', 'password="', '\\'])(
  'A21: a long row of %j is redacted in linear work',
  async (part) => {
    const redact = makeRedact([SECRET]);
    const redactRow = (length: number) => redact(part.repeat(Math.ceil(length / part.length)));
    expect(await growth(redactRow, 65_536)).toBeLessThan(LINEAR);
  },
);

test('an error is described in words that fit a column', () => {
  expect(makeDescribe([])(new Error('x'.repeat(10_000)))).toHaveLength(2_000);
  expect(makeDescribe([])('just text')).toBe('just text');
});

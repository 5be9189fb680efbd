import { expect, test } from '@jest/globals';
import { statementReader } from './statements.ts';

function message(type: string, ...content: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)));
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type, 'latin1'), length, body]);
}

const START = message('', Buffer.from([0, 3, 0, 0]), 'user', 'commit', '');

const CASES: readonly (readonly [what: string, messages: readonly Buffer[], statements: readonly string[]])[] = [
  ['the start of a connection', [START], []],
  ['a simple query', [START, message('Q', 'commit')], ['commit']],
  ['a text that is prepared, and no more', [START, message('P', '', 'commit', Buffer.alloc(2))], []],
  ['a prepared statement with its name', [START, message('B', '', 'keep', Buffer.from('\0commit\0'))], ['keep']],
  ['one without a name', [START, message('B', '', '', Buffer.from('commit\0'))], ['']],
  [
    'several at once',
    [START, message('Q', 'begin'), message('B', 'p', 'keep'), message('E', 'p', Buffer.alloc(4)), message('S')],
    ['begin', 'keep'],
  ],
];

test.each(CASES)('reads %s, however it is cut up', (_what, messages, statements) => {
  const sent = Buffer.concat(messages);
  for (const size of [1, 3, sent.length]) {
    const read = statementReader();
    const found: string[] = [];
    for (let at = 0; at < sent.length; at += size) found.push(...read(sent.subarray(at, at + size)));
    expect(found).toEqual(statements);
  }
});

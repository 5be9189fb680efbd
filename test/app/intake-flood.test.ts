import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { createTestStore, testDatabases } from '../support/database.ts';
import { deliver, sign } from '../support/webhook.ts';

const CHILD = fileURLToPath(new URL('../support/intake-child.ts', import.meta.url));
const BODY_BYTES = 60 * 1024 * 1024;
const PART = Buffer.alloc(64 * 1024, 'x');
const CHUNK = Buffer.concat([Buffer.from(`${PART.length.toString(16)}\r\n`), PART, Buffer.from('\r\n')]);

/** Sends a body of 60 MB until it is answered or the connection is closed; resolves with the answer's status. */
function pour(port: number, isLengthTold: boolean): Promise<string> {
  const head = [
    'POST /hook HTTP/1.1',
    'host: x',
    'content-type: application/json',
    'x-github-event: issues',
    `x-github-delivery: ${randomUUID()}`,
    `x-hub-signature-256: ${sign('something else')}`,
    isLengthTold ? `content-length: ${BODY_BYTES}` : 'transfer-encoding: chunked',
  ];
  return new Promise((resolve) => {
    let answer = '';
    let sent = 0;
    const socket = connect(port, '127.0.0.1', () => socket.write(`${head.join('\r\n')}\r\n\r\n`));
    const pump = () => {
      while (answer === '' && sent < BODY_BYTES && socket.writable) {
        sent += PART.length;
        if (!socket.write(isLengthTold ? PART : CHUNK)) return;
      }
    };
    socket.on('connect', pump).on('drain', pump);
    socket.on('data', (data) => {
      answer += data;
      socket.end();
    });
    // The server closes on who goes on sending.
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer.split(' ')[1] ?? 'none'));
  });
}

test('A5: 200 unsigned bodies of 60 MB at once are refused in less than 512 MB, and shut no delivery out', async () => {
  const [backend] = testDatabases();
  if (backend === undefined) throw new Error('There is no database to test on.');
  const store = await createTestStore(backend);
  const child = spawn(process.execPath, [CHILD, store.databaseUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(child.stdout, 'data');
    const port = Number(String(line));
    const told = Array.from({ length: 170 }, () => pour(port, true));
    const streamed = Array.from({ length: 30 }, () => pour(port, false));

    expect((await deliver(port)).status).toBe(202);
    // Whoever goes on sending may find the connection closed before it reads the answer.
    expect(['413', 'none']).toEqual(expect.arrayContaining([...new Set(await Promise.all(told))]));
    const answers = new Set(await Promise.all(streamed));
    expect(answers).toContain('413');
    expect(['413', '503', '408', 'none']).toEqual(expect.arrayContaining([...answers]));

    child.kill('SIGTERM');
    const [kilobytes] = await once(child.stdout, 'data');
    expect(Number(String(kilobytes)) / 1024).toBeLessThan(512);
  } finally {
    child.kill('SIGKILL');
    await store.close();
  }
}, 120_000);

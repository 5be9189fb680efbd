import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type BodyResult, makeBodyReader } from '../../src/app/intake-body.ts';

const LIMITS = { maxBytes: 100_000, budgetBytes: 250_000, deadlineMs: 60_000 };

let server: Server;
let port: number;
let sockets: Socket[];
let arrived: () => void;

beforeEach(async () => {
  const readBody = makeBodyReader(LIMITS);
  sockets = [];
  server = createServer(async (request, response) => {
    request.once('data', () => arrived());
    const result = await readBody(request);
    response.setHeader('connection', 'close');
    response.end(nameOf(result));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function nameOf(result: BodyResult): string {
  return result.status === 'read' ? `read ${result.body.length}` : result.status;
}

interface Sender {
  readonly socket: Socket;
  /** What the server made of it. */
  readonly answer: Promise<string>;
}

/** Opens a request, and resolves once the server has seen the part of its body that is sent along. */
async function send(lengthHeader: string, part: string): Promise<Sender> {
  const isThere = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${lengthHeader}\r\n\r\n${part}`);
  let text = '';
  const answer = new Promise<string>((resolve) => {
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text.split('\r\n\r\n')[1] ?? ''));
  });
  await isThere;
  return { socket, answer };
}

const whole = (size: number) => send(`content-length: ${size}`, 'x'.repeat(size));
const held = (size: number) => send(`content-length: ${size + 1}`, 'x'.repeat(size));
const chunk = (size: number) => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`;
const streamed = (size: number) => send('transfer-encoding: chunked', chunk(size));

test('A5: who holds the whole budget gives way to those who come, the one that kept most for longest first', async () => {
  const first = await held(80_000);
  const [second, third] = [await held(80_000), await held(70_000)];

  expect(await (await whole(60_000)).answer).toBe('read 60000');
  expect(await first.answer).toBe('busy');
  expect(await (await whole(90_000)).answer).toBe('read 90000');
  for (const { socket } of [second, third]) socket.write('x');
  expect([await second.answer, await third.answer]).toEqual(['read 80001', 'read 70001']);
});

test.each([
  ['goes on beyond the limit, is too large', chunk(2_000), 'too-large'],
  ['ends within the limit, is to come again', '0\r\n\r\n', 'busy'],
])('A5: a body of untold length that gave way, and %s', async (_case, rest, expected) => {
  const first = await streamed(99_000);
  const others = [await held(75_000), await held(75_000)];
  expect(await (await whole(60_000)).answer).toBe('read 60000');

  first.socket.write(rest);
  expect(await first.answer).toBe(expected);
  for (const { socket } of others) socket.write('x');
  expect(await Promise.all(others.map(({ answer }) => answer))).toEqual(['read 75001', 'read 75001']);
});

test('what ends gives its room back', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [one, two] = [await held(90_000), await held(90_000)];
    one.socket.destroy();
    await one.answer;
    two.socket.write('x');
    expect(await two.answer).toBe('read 90001');
  }
  const all = [await held(80_000), await held(80_000), await held(80_000)];
  for (const { socket } of all) socket.write('x');
  expect(await Promise.all(all.map(({ answer }) => answer))).toEqual(['read 80001', 'read 80001', 'read 80001']);
});

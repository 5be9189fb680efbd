import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gatheringSocket } from '../../src/store/gather-writes.ts';

const server = createServer((peer) => peer.pipe(peer));
const opened: Socket[] = [];

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  for (const socket of opened) socket.destroy();
  server.close();
});

function open(): Socket {
  const socket = gatheringSocket().setEncoding('utf8');
  opened.push(socket);
  return socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
}

test('what is written in one go is held back and sent together, in order, and each writer hears of it', async () => {
  const socket = open();
  await once(socket, 'connect');
  const heard: number[] = [];

  for (const number of [1, 2, 3]) socket.write(`${number} `, () => heard.push(number));
  await Promise.resolve();
  socket.write('4 ', () => heard.push(4));
  expect({ corked: socket.writableCorked, waiting: socket.writableLength }).toEqual({ corked: 1, waiting: 8 });
  let answer = '';
  for await (const chunk of socket) {
    answer += String(chunk);
    if (answer.length >= 8) break;
  }

  expect(answer).toBe('1 2 3 4 ');
  expect(heard).toEqual([1, 2, 3, 4]);
  expect(socket.writableCorked).toBe(0);
});

test('what is written later is sent, too', async () => {
  const socket = open();
  for (const word of ['one', 'two']) {
    socket.write(word);
    expect(String(await once(socket, 'data'))).toBe(word);
  }
});

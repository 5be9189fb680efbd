import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, jest, test } from '@jest/globals';
import { makePrecedence } from '../../src/app/give-way.ts';

describe('what can wait', () => {
  /** Asks, and does not get its answer before `close`. */
  function begin(precedence: ReturnType<typeof makePrecedence>) {
    const response = new EventEmitter();
    void precedence.of(async () => {})({} as IncomingMessage, response as ServerResponse);
    return { close: () => response.emit('close') };
  }
  async function hasGoneOn(waiting: Promise<void>): Promise<boolean> {
    return Promise.race([waiting.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))]);
  }

  test('goes on at once while nobody waits for an answer', async () => {
    expect(await hasGoneOn(makePrecedence().giveWay())).toBe(true);
  });

  test('goes on when the last of those who wait has its answer', async () => {
    const precedence = makePrecedence();
    const [first, second] = [begin(precedence), begin(precedence)];
    const waiting = [precedence.giveWay(), precedence.giveWay()];

    first.close();
    expect(await hasGoneOn(Promise.race(waiting))).toBe(false);
    second.close();
    await Promise.all(waiting);
  });

  test('goes on after a while though somebody always waits', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const precedence = makePrecedence();
      begin(precedence);
      const waiting = precedence.giveWay();
      jest.advanceTimersByTime(999);
      expect(await hasGoneOn(waiting)).toBe(false);
      jest.advanceTimersByTime(1);
      await waiting;
    } finally {
      jest.useRealTimers();
    }
  });
});

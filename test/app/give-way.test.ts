import { describe, expect, jest, test } from '@jest/globals';
import { makePrecedence } from '../../src/app/give-way.ts';

describe('what can wait', () => {
  async function hasGoneOn(waiting: Promise<void>): Promise<boolean> {
    return Promise.race([waiting.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))]);
  }

  test('goes on at once while nothing is urgent', async () => {
    expect(await hasGoneOn(makePrecedence().giveWay())).toBe(true);
  });

  test('goes on when the last that was urgent is over', async () => {
    const precedence = makePrecedence();
    const [endFirst, endSecond] = [precedence.begin(), precedence.begin()];
    const waiting = [precedence.giveWay(), precedence.giveWay()];

    endFirst();
    expect(await hasGoneOn(Promise.race(waiting))).toBe(false);
    endSecond();
    await Promise.all(waiting);
  });

  test('goes on when it has been quiet for a moment: what is urgent often comes in rows', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const precedence = makePrecedence();
      precedence.begin()();
      const waiting = [precedence.giveWay()];
      jest.advanceTimersByTime(2);
      const end = precedence.begin();
      jest.advanceTimersByTime(10);
      end();
      waiting.push(precedence.giveWay());
      jest.advanceTimersByTime(2);
      expect(await hasGoneOn(Promise.race(waiting))).toBe(false);
      jest.advanceTimersByTime(1);
      await Promise.all(waiting);
      expect(await hasGoneOn(precedence.giveWay())).toBe(true);
    } finally {
      jest.useRealTimers();
    }
  });

  test('goes on after a while though something is always urgent', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const precedence = makePrecedence();
      precedence.begin();
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

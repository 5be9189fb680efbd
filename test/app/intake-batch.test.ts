import { describe, expect, test } from '@jest/globals';
import { makeBatcher } from '../../src/app/intake-batch.ts';

/** A writer whose batches end when the test says so. */
function heldWriter() {
  const batches: { readonly items: readonly string[]; readonly end: PromiseWithResolvers<void> }[] = [];
  const write = (items: readonly string[]) => {
    const end = Promise.withResolvers<void>();
    batches.push({ items, end });
    return end.promise;
  };
  return { batches, write, written: () => batches.map(({ items }) => items.join('')) };
}

const LIMITS = { maxItems: 3, maxBytes: 10, atOnce: 2 };
const turn = () => new Promise(setImmediate);

describe('a batcher', () => {
  test.each([
    ['at most two are written at once, and the third is what came meanwhile', 'a b c d', ['a', 'b'], ['a', 'b', 'cd']],
    ['a batch holds no more than its number', 'a b c d e f', ['a', 'b'], ['a', 'b', 'cde']],
    ['a batch holds no more than its size', 'a b ccccc ddddd e', ['a', 'b'], ['a', 'b', 'cccccddddd']],
    ['what is larger than a batch is one alone', 'a b cccccccccccc d', ['a', 'b'], ['a', 'b', 'cccccccccccc']],
  ])('%s', async (_name, items, atFirst, afterOne) => {
    const { batches, write, written } = heldWriter();
    const batcher = makeBatcher(write, (item: string) => item.length, LIMITS);
    for (const item of items.split(' ')) void batcher.add(item);
    expect(written()).toEqual(atFirst);
    batches[0]?.end.resolve();
    await turn();
    expect(written()).toEqual(afterOne);
  });

  test('who waits for a batch learns of its end, and of no other’s', async () => {
    const { batches, write } = heldWriter();
    const batcher = makeBatcher(write, (item: string) => item.length, LIMITS);
    const ends: string[] = [];
    const add = (item: string) =>
      batcher.add(item).then(
        () => ends.push(`${item} kept`),
        () => ends.push(`${item} lost`),
      );
    const all = ['a', 'b', 'c', 'd'].map(add);
    batches[1]?.end.reject(new Error('no'));
    await turn();
    expect(ends).toEqual(['b lost']);
    batches[2]?.end.resolve();
    await turn();
    expect(ends).toEqual(['b lost', 'c kept', 'd kept']);
    batches[0]?.end.resolve();
    await Promise.all(all);
  });
});

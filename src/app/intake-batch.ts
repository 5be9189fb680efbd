/** Collects what arrives while batches are being written: that is the next batch. No timer, so nothing waits in vain. */
export interface Batcher<Item> {
  /** Resolves when the item's batch is written, and rejects when it could not be. */
  add(item: Item): Promise<void>;
}

export interface BatchLimits {
  readonly maxItems: number;
  readonly maxBytes: number;
  /** How many batches are written at once. */
  readonly atOnce: number;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function makeBatcher<Item>(
  write: (items: readonly Item[]) => Promise<void>,
  sizeOf: (item: Item) => number,
  limits: BatchLimits = { maxItems: 256, maxBytes: 4 * 1024 * 1024, atOnce: 2 },
): Batcher<Item> {
  let waiting: Waiting<Item>[] = [];
  let writing = 0;

  function takeBatch(): Waiting<Item>[] {
    let bytes = 0;
    let count = 0;
    for (const { item } of waiting) {
      bytes += sizeOf(item);
      if (count > 0 && (bytes > limits.maxBytes || count >= limits.maxItems)) break;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  async function writeAll(): Promise<void> {
    writing += 1;
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        await write(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing -= 1;
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (writing < limits.atOnce) void writeAll();
      });
    },
  };
}

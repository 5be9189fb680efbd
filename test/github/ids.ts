import { createHash } from 'node:crypto';

/** Numbers, GUIDs and tokens that are the same for the same seed and the same order of calls. */
export interface Ids {
  /** The next numeric id; ids are unique over all kinds of records, as tests that mix two ids up should fail. */
  next(): number;
  guid(): string;
  /** Random-looking lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A float in [0, 1) for seeded choices. */
  random(): number;
}

/** Starts the sequence of ids of one seed. */
export function createIds(seed: number | string): Ids {
  let count = 0;
  let last = 1000 + (digest(`${seed}:start`).readUInt32BE(0) % 1_000_000) * 10;
  const fresh = (purpose: string) => digest(`${seed}:${purpose}:${count++}`);
  return {
    next() {
      last += 1 + (fresh('id').readUInt8(0) % 7);
      return last;
    },
    guid() {
      const hex = fresh('guid').toString('hex');
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `8${hex.slice(17, 20)}`,
        hex.slice(20, 32),
      ].join('-');
    },
    hex(length) {
      return fresh('hex').toString('hex').slice(0, length);
    },
    random() {
      return fresh('random').readUInt32BE(0) / 0x1_0000_0000;
    },
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** GitHub's present form of a node id: a prefix and base64url of the MessagePack array `[0, ...numbers]`. */
export function nodeId(prefix: string, ...numbers: readonly number[]): string {
  const packed = Buffer.alloc(2 + numbers.length * 5);
  packed.writeUInt8(0x90 | (numbers.length + 1), 0);
  numbers.forEach((number, index) => {
    packed.writeUInt8(0xce, 2 + index * 5);
    packed.writeUInt32BE(number % 0x1_0000_0000, 3 + index * 5);
  });
  return `${prefix}_${packed.toString('base64url')}`;
}

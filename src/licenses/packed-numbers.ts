/** Takes numbers from packed data, one list after the other; they are little endian there, and native here. */
export interface PackedNumbers {
  readonly bytes: (count: number) => Uint8Array;
  readonly words: (count: number) => Uint16Array;
  readonly longs: (count: number) => Uint32Array;
}

/** @param from the byte at which the first list begins, wherever in the buffer that is */
export function readNumbers(bytes: Uint8Array, from: number): PackedNumbers {
  let at = from;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error('The licence index is cut off.');
    const taken = bytes.subarray(at, at + length);
    at += length;
    return taken;
  };
  return {
    bytes: take,
    words: (count) => {
      const taken = placed(take(count * 2), 2);
      if (IS_LITTLE_ENDIAN) return new Uint16Array(taken.buffer, taken.byteOffset, count);
      const view = new DataView(taken.buffer, taken.byteOffset);
      return Uint16Array.from({ length: count }, (_, index) => view.getUint16(index * 2, true));
    },
    longs: (count) => {
      const taken = placed(take(count * 4), 4);
      if (IS_LITTLE_ENDIAN) return new Uint32Array(taken.buffer, taken.byteOffset, count);
      const view = new DataView(taken.buffer, taken.byteOffset);
      return Uint32Array.from({ length: count }, (_, index) => view.getUint32(index * 4, true));
    },
  };
}

/** Bytes where a list of longer numbers may begin: as they are if they do so already, and else a copy. */
function placed(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.byteOffset % size === 0 ? bytes : Uint8Array.from(bytes);
}

/** What `readNumbers` reads. */
export function packNumbers(numbers: Uint16Array | Uint32Array): Uint8Array {
  const { BYTES_PER_ELEMENT: size } = numbers;
  const view = new DataView(new ArrayBuffer(numbers.length * size));
  numbers.forEach((number, index) => {
    if (size === 2) view.setUint16(index * 2, number, true);
    else view.setUint32(index * 4, number, true);
  });
  return new Uint8Array(view.buffer);
}

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

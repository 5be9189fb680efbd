import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './table.ts';

const WRITES = 100;
/** Of PostgreSQL's log. */
const PAGE_BYTES = 8192;

/** Milliseconds until a page that was written to a file in this folder would survive a power cut, the median of some. */
export function measureSync(folder: string): number {
  const file = openSync(join(folder, 'sync'), 'w');
  try {
    const page = Buffer.alloc(PAGE_BYTES, 1);
    const times = Array.from({ length: WRITES }, () => {
      const begunAt = performance.now();
      writeSync(file, page, 0, PAGE_BYTES, 0);
      fdatasyncSync(file);
      return performance.now() - begunAt;
    });
    return median(times);
  } finally {
    closeSync(file);
  }
}

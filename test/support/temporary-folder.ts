import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** A new empty folder, without links in its path, that is gone when the test file ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'portreeve-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names this run, and a folder for it; the databases in it are made by the first test that needs one. */
export default async function globalSetup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'portreeve-test-'));
  // When root runs the tests, the server's account must get in.
  await chmod(folder, 0o711);
  process.env.PORTREEVE_TEST_FOLDER = folder;
}

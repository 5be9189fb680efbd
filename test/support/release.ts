import { putInForce, readBrake } from '../../src/store/brake.ts';
import type { Store } from '../../src/store/store.ts';

/** Has an installation's newest configuration in force at once, as if somebody had approved whatever follows from it. */
export async function releaseAtOnce(store: Store, installationId: number): Promise<void> {
  await store.asInstallation(installationId, async (db) => {
    const { candidate } = await readBrake(db);
    if (candidate !== null) await putInForce(db, installationId, candidate, { isEnforcing: true, now: new Date() });
  });
}

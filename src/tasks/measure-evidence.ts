import { isDeepStrictEqual } from 'node:util';
import { known } from '../core/fact.ts';
import { essenceOf } from '../ggi/evidence/essence.ts';
import { measureAll } from '../ggi/evidence/evidence.ts';
import { EVIDENCE } from '../ggi/evidence/index.ts';
import { fingerprint } from '../plan/fingerprint.ts';
import { CONFIGURED_ATTESTATIONS, configuredAttestations } from '../store/attestations.ts';
import { saveFact, saveMeasurement } from '../store/evidence.ts';
import type { Configuration } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { organizationSnapshot } from './organization-snapshot.ts';

/**
 * Measures every point of which a machine can find something, from what the store knows, and keeps it. Asks GitHub nothing.
 * @returns the keys of the points of which something new is said
 */
export async function measureEvidence(context: TaskContext, configuration: Configuration): Promise<string[]> {
  const { store, now, log } = context;
  const { installationId, evidence } = configuration;
  const snapshot = await organizationSnapshot(context, configuration);
  const said: Readonly<Record<string, object | undefined>> = evidence?.thresholds ?? {};
  const options = new Map(EVIDENCE.map(({ key, options: schema }) => [key, schema.parse(said[key] ?? {})]));
  const measurements = measureAll(EVIDENCE, snapshot, options, now().toISOString().slice(0, 10));
  const changed = await store.asInstallation(installationId, async (db) => {
    const before = await configuredAttestations(db);
    const attested = (evidence?.attestations ?? []).map(({ point: key, by, until, link = null, note }) => {
      const said = { key, by, until, link, note };
      // It was said when it first stood there, and not anew every night: the newest word on a point counts.
      const at = before.find(({ at: _, ...one }) => isDeepStrictEqual(one, said))?.at ?? now().toISOString();
      return { ...said, at };
    });
    await saveFact(db, installationId, CONFIGURED_ATTESTATIONS, known(attested), now());
    const keys: string[] = [];
    for (const measurement of measurements) {
      const print = fingerprint(essenceOf(measurement));
      if (await saveMeasurement(db, installationId, measurement, print)) keys.push(measurement.key);
    }
    return keys;
  });
  const count = (outcome: string) => measurements.filter((one) => one.outcome === outcome).length;
  const told = { supported: count('supported'), contradicted: count('contradicted'), changed: changed.length };
  log.info({ installationId, ...told }, 'evidence measured');
  return changed;
}

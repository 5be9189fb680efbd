import { ledgerIssueKey, planLedgerIssue, publishedHeads } from '../plan/plan-ledger-issue.ts';
import { renderLedgerHead } from '../report/ledger-head.ts';
import { findArtifact } from '../store/artifacts.ts';
import { hashesAt, ledgerPlace, readHead } from '../store/ledger.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { readKeptIssue } from './kept-issue.ts';
import { frameForOrganization } from './report-frame.ts';

/**
 * Publishes the end of the ledger where the organisation's governance is at home, once a day where it has grown. What was
 * published before is looked for in the ledger first: whoever cut it or wrote it anew is told of there.
 */
export async function publishLedgerHead(context: TaskContext, configuration: Configuration): Promise<void> {
  const { store, now, log } = context;
  const { installationId, governanceRepository: place } = configuration;
  if (place === null) return;
  const key = ledgerIssueKey(place.repositoryId);
  const { artifact, head, standingHashes } = await store.asInstallation(installationId, async (db) => {
    const artifact = await findArtifact(db, key);
    const ledger = await ledgerPlace(db, installationId);
    const told = artifact === undefined ? [] : publishedHeads(artifact.details);
    const standingHashes = await hashesAt(
      db,
      ledger,
      told.map(({ sequence }) => sequence),
    );
    return { artifact, head: await readHead(db, ledger), standingHashes };
  });
  if (artifact === undefined && head.sequence === 0) return;
  const told = artifact === undefined ? [] : publishedHeads(artifact.details);
  const lost = told.filter(({ sequence, hash }) => standingHashes.get(sequence) !== hash);
  if (lost.length > 0) log.error({ installationId, lost }, 'the ledger has lost rows whose hashes were published');
  const standing = await readKeptIssue(context, installationId, artifact);
  await context.checkpoint('collected');
  const frame = frameForOrganization(context, configuration);
  const actions = planLedgerIssue({
    repository: place,
    isConfidential: !place.isPublic,
    head: head.sequence === 0 ? null : { ...head, at: now().toISOString() },
    lost,
    standing,
    render: (heads, missing) => renderLedgerHead(frame, heads, missing),
  });
  const { retry } = await carryOut(context, installationId, actions, rightsUnder(configuration, 'observe'));
  if (retry !== null) throw retry;
}

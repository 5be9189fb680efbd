import { isGranted, type Permissions } from '../core/features.ts';
import { GitHubFailure } from '../github/failure.ts';
import { listOwnThings, type OwnThing, readOwnProposal } from '../github/read-own-things.ts';
import type { RepositoryTarget } from '../plan/action.ts';
import { readMarkers } from '../report/marker.ts';
import { type Artifact, adoptFound, artifactsUnder, type FoundThing } from '../store/artifacts.ts';
import type { TaskContext } from './context.ts';
import { markers } from './markers.ts';
import { detailsOf } from './standing.ts';

type Reader = ReturnType<TaskContext['github']['reader']>;

/**
 * Looks in a repository for what is ours and not in the store, or has changed since the store last heard of it, and
 * keeps it as it stands: as after a database that was put back, or an answer that was lost. What is planned next mends
 * or closes it. One request a repository, and up to four for each proposal.
 */
export async function adoptFoundIn(
  context: TaskContext,
  installationId: number,
  repository: RepositoryTarget,
  granted: Permissions,
): Promise<void> {
  if (!isGranted({ issues: 'read', pull_requests: 'read' }, granted)) return;
  const { store, github, app, now, log } = context;
  const reader = github.reader(installationId);
  const things = await listOwnThings(reader, repository, await app.botLogin()).catch(noneWhereGone);
  // The oldest of a key, should there ever be two: as `execute` takes it.
  const byKey = new Map(
    things.toReversed().flatMap((thing) => {
      const key = keyOf(context, repository.repositoryId, thing);
      return key === null ? [] : [[key, thing] as const];
    }),
  );
  const artifacts = await store.asInstallation(installationId, (db) => artifactsUnder(db, [...byKey.keys()]));
  for (const [key, thing] of byKey) {
    const seen = artifacts.find((artifact) => artifact.key === key);
    if (seen !== undefined && isUpToDate(seen, thing)) continue;
    const found = await describeThing(context, reader, repository, key, thing, seen);
    await store.asInstallation(installationId, (db) => adoptFound(db, installationId, found, seen, now()));
    const about = { installationId, repository: `${repository.owner}/${repository.name}`, key, number: thing.number };
    log.warn(about, 'something of ours stood otherwise than the database knew: it is kept up to date again');
  }
}

function isUpToDate({ externalId, doneAt }: Artifact, { updatedAt }: OwnThing): boolean {
  return externalId !== null && doneAt !== null && updatedAt <= doneAt;
}

async function describeThing(
  { app }: TaskContext,
  reader: Reader,
  repository: RepositoryTarget,
  key: string,
  thing: OwnThing,
  seen: Artifact | undefined,
): Promise<FoundThing> {
  const { repositoryId } = repository;
  const kept = { failing: [], isClosedByUs: false, flippedAt: [], ...(seen === undefined ? {} : detailsOf(seen)) };
  if (thing.kind === 'issue') {
    return { key, kind: 'create-issue', repositoryId, standing: thing.external, details: kept };
  }
  const { external, ...read } = await readOwnProposal(reader, repository, thing.number, await app.botLogin());
  const { flippedAt } = kept;
  return { key, kind: 'open-proposal', repositoryId, standing: external, details: { ...read, flippedAt } };
}

/**
 * What a thing of ours is kept under, by its hidden mark; null where it bears none for this place. An issue that is
 * closed is looked for by whoever wants to open one.
 */
function keyOf(
  { markerKeys, app: { appId } }: TaskContext,
  repositoryId: number,
  { kind, body, isOpen, appId: writer }: OwnThing,
): string | null {
  if (kind === 'issue' && !isOpen) return null;
  const marker = markers(markerKeys);
  const isProved = (key: string) =>
    writer === appId ? marker.isNamedOn(body, key) : writer === null && marker.isOn(body, key);
  const key = readMarkers(body)
    .map((found) => found.key)
    .find((candidate) => isKeyIn(candidate, kind, repositoryId) && isProved(candidate));
  return key ?? null;
}

function isKeyIn(key: string, kind: OwnThing['kind'], repositoryId: number): boolean {
  if (kind === 'proposal') return key.startsWith(`proposal:${repositoryId}:`);
  return (
    key === `policy-issue:${repositoryId}` ||
    (key.startsWith('governance-issue:') && key.endsWith(`:in:${repositoryId}`))
  );
}

/** Deleted meanwhile, or a repository without issues. */
function noneWhereGone(error: unknown): OwnThing[] {
  if (error instanceof GitHubFailure && error.kind === 'not-found') return [];
  throw error;
}

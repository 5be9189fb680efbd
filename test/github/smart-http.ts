import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGunzip } from 'node:zlib';
import { ApiError } from './errors.ts';
import { spawnGit } from './git-binary.ts';
import { afterPush } from './operations/pushes.ts';
import type { Caller } from './permissions.ts';
import { actorOf, authenticate, authorize, canSee } from './permissions.ts';
import type { Repository, World } from './state.ts';
import { repositoryByName } from './state.ts';

/** A push of more than three tags at once makes no events for them, as on GitHub. */
const TAG_LIMIT = 3;

type Service = 'git-upload-pack' | 'git-receive-pack';

/** Serves git's smart protocol at `/{owner}/{name}.git`; says whether the request was one of git's. */
export async function serveGit(
  world: World,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  url: URL,
): Promise<boolean> {
  const found = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname);
  if (!found) return false;
  const [, owner = '', name = '', what = ''] = found;
  const service = (what === 'info/refs' ? url.searchParams.get('service') : what) as Service | null;
  if (service !== 'git-upload-pack' && service !== 'git-receive-pack')
    return refuse(outgoing, 403, 'Please upgrade your git client.');
  try {
    const { repository, caller } = admit(world, incoming, { owner, name, isWrite: service === 'git-receive-pack' });
    if (what === 'info/refs') await advertise(world, repository, service, incoming, outgoing);
    else await exchange(world, repository, { service, caller }, incoming, outgoing);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    refuse(outgoing, error.status, error.message);
  }
  return true;
}

function refuse(outgoing: ServerResponse, status: number, message: string): true {
  outgoing.writeHead(status, {
    'content-type': 'text/plain',
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}),
  });
  outgoing.end(message);
  return true;
}

function admit(
  world: World,
  incoming: IncomingMessage,
  wanted: { readonly owner: string; readonly name: string; readonly isWrite: boolean },
): { repository: Repository; caller: Caller } {
  const caller = authenticate(world, incoming.headers.authorization);
  const repository = repositoryByName(world, wanted.owner, wanted.name);
  // git asks for a password only when it is told 401, so that is what a stranger hears of anything hidden.
  const hidden = !repository || !canSee(world, caller, repository);
  if (caller.kind === 'anonymous' && (hidden || wanted.isWrite)) throw new ApiError(401, 'Authentication required');
  if (!repository || hidden) throw new ApiError(404, 'Repository not found.');
  authorize(world, caller, repository, [wanted.isWrite ? 'contents:write' : 'contents:read']);
  return { repository, caller };
}

function protocol(incoming: IncomingMessage): NodeJS.ProcessEnv {
  const version = incoming.headers['git-protocol'];
  return typeof version === 'string' ? { GIT_PROTOCOL: version } : {};
}

/** The repository is named by its path: upload-pack and receive-pack would else serve the folder they run in. */
function run(
  world: World,
  repository: Repository,
  service: Service,
  args: readonly string[],
  incoming: IncomingMessage,
) {
  const place = repository.git.toDisk(repository.defaultBranch);
  const child = spawnGit(place, [service.slice(4), '--stateless-rpc', ...args, place.directory], protocol(incoming));
  world.processes.add(child);
  child.on('close', () => world.processes.delete(child));
  child.stderr.resume();
  // A client that goes away in the middle of a push must not leave git waiting.
  incoming.on('close', () => {
    if (!incoming.complete) child.stdin.end();
  });
  return child;
}

async function advertise(
  world: World,
  repository: Repository,
  service: Service,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const child = run(world, repository, service, ['--http-backend-info-refs'], incoming);
  outgoing.writeHead(200, { 'content-type': `application/x-${service}-advertisement`, 'cache-control': 'no-cache' });
  const line = `# service=${service}\n`;
  outgoing.write(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`);
  child.stdin.end();
  child.stdout.pipe(outgoing);
  await ended(outgoing);
}

async function exchange(
  world: World,
  repository: Repository,
  { service, caller }: { readonly service: Service; readonly caller: Caller },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const child = run(world, repository, service, [], incoming);
  outgoing.writeHead(200, { 'content-type': `application/x-${service}-result`, 'cache-control': 'no-cache' });
  const body = incoming.headers['content-encoding'] === 'gzip' ? incoming.pipe(createGunzip()) : incoming;
  body.pipe(child.stdin);
  // git may have read enough and gone before the client has sent all.
  child.stdin.on('error', () => undefined);
  child.stdout.pipe(outgoing, { end: false });
  await new Promise((resolve) => child.on('close', resolve));
  if (service === 'git-receive-pack') takePush(world, repository, caller);
  outgoing.end();
  await ended(outgoing);
}

/** What a push changed on the disk becomes state and events before the client hears that it is done. */
function takePush(world: World, repository: Repository, caller: Caller): void {
  const moved = repository.git.fromDisk();
  const tags = moved.filter(({ name }) => name.startsWith('refs/tags/'));
  for (const ref of moved) {
    if (tags.length > TAG_LIMIT && tags.includes(ref)) continue;
    afterPush(world, repository, ref, actorOf(caller));
  }
}

function ended(outgoing: ServerResponse): Promise<unknown> {
  return outgoing.writableFinished ? Promise.resolve() : new Promise((resolve) => outgoing.on('close', resolve));
}

import { redeemCode } from '../app-manifest.ts';
import { ApiError, notFound } from '../errors.ts';
import { mintToken } from '../operations/installations.ts';
import { appPayload, installationPayload, tokenPayload } from '../payloads/apps.ts';
import { repositoryPayload } from '../payloads/repositories.ts';
import { hasPermission, tokenCovers } from '../permissions.ts';
import type { App, Installation, Permissions } from '../state.ts';
import { accountByLogin, covers, repositoriesOf, repositoryByName } from '../state.ts';
import { type Delivery, LOGGED_MILLISECONDS } from '../webhooks.ts';
import type { ApiRequest, Route } from './route.ts';
import { numberParam, ok, page, param } from './route.ts';

function callingApp({ caller }: ApiRequest): App {
  if (caller.kind !== 'app') throw new ApiError(401, 'A JSON web token could not be decoded');
  return caller.app;
}

function installationsOf(request: ApiRequest): Installation[] {
  const app = callingApp(request);
  return [...request.world.installations.values()].filter((installation) => installation.app === app);
}

function ownInstallation(request: ApiRequest, matches: (installation: Installation) => boolean): Installation {
  const found = installationsOf(request).find(matches);
  if (!found) throw notFound();
  return found;
}

function ownDelivery(request: ApiRequest): Delivery {
  const app = callingApp(request);
  const id = param(request, 'delivery_id');
  const found = logOf(request, app).find((delivery) => delivery.id === id);
  if (!found) throw notFound();
  return found;
}

/** What was tried, the oldest first. */
function logOf({ world }: ApiRequest, app: App): Delivery[] {
  const since = world.clock.now() - LOGGED_MILLISECONDS;
  return world.webhooks.log.filter(
    (delivery) => delivery.app === app && delivery.deliveredAt !== null && Date.parse(delivery.deliveredAt) >= since,
  );
}

/** Node has it since version 21; TypeScript does not know it yet. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

function deliveryItem(delivery: Delivery) {
  return {
    id: rawJSON(delivery.id),
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function repositoryIds(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) ? value.map(Number) : undefined;
}

/** Of a status code, as GitHub's filter understands it; an app that could not be reached at all is in neither list. */
const STATUS_RANGES: ReadonlyMap<string | null, readonly [from: number, to: number]> = new Map([
  ['success', [200, 399]],
  ['failure', [400, 599]],
]);

/** Lists deliveries youngest first; the cursor is the id of the last one shown. */
function listDeliveries(request: ApiRequest) {
  const app = callingApp(request);
  const { query, address } = request;
  const cursor = query.get('cursor');
  const size = Math.min(100, Math.max(1, Number(query.get('per_page') ?? 30) || 30));
  const [from, to] = STATUS_RANGES.get(query.get('status')) ?? [0, 599];
  const sent = logOf(request, app).filter(({ statusCode }) => statusCode >= from && statusCode <= to);
  const before = cursor === null ? null : BigInt(cursor.replace(/^v1_/, ''));
  const older = sent.reverse().filter(({ id }) => before === null || BigInt(id) < before);
  const shown = older.slice(0, size);
  const last = shown.at(-1);
  if (!last || older.length <= size) return ok(shown.map(deliveryItem));
  const next = new URLSearchParams(query);
  next.set('cursor', `v1_${last.id}`);
  return { ...ok(shown.map(deliveryItem)), headers: { link: `<${address}?${next}>; rel="next"` } };
}

/** What an app does in its own name, with a JWT, and what an installation asks about itself. */
export const appRoutes: readonly Route[] = [
  { method: 'GET', template: '/app', handle: (request) => ok(appPayload(request.world, callingApp(request))) },
  {
    method: 'GET',
    template: '/app/installations',
    handle: (request) =>
      page(request, installationsOf(request), (installation) => installationPayload(request.world, installation)),
  },
  {
    method: 'GET',
    template: '/app/installations/{installation_id}',
    handle(request) {
      const id = numberParam(request, 'installation_id');
      return ok(
        installationPayload(
          request.world,
          ownInstallation(request, (installation) => installation.id === id),
        ),
      );
    },
  },
  {
    method: 'POST',
    template: '/app/installations/{installation_id}/access_tokens',
    isRead: true,
    handle(request) {
      const id = numberParam(request, 'installation_id');
      const installation = ownInstallation(request, (candidate) => candidate.id === id);
      const { permissions, repository_ids, repositories } = request.body;
      const token = mintToken(request.world, installation, {
        permissions: permissions as Permissions | undefined,
        repositoryIds: repositoryIds(repository_ids),
        repositories: Array.isArray(repositories) ? repositories.map(String) : undefined,
      });
      const covered = repositoriesOf(request.world, installation).filter((repository) =>
        tokenCovers(token, repository),
      );
      return ok(tokenPayload(request.world, token, covered), 201);
    },
  },
  {
    method: 'POST',
    template: '/app-manifests/{code}/conversions',
    isRead: true,
    handle(request) {
      const app = redeemCode(request.world, param(request, 'code'));
      if (!app) throw notFound();
      return ok(
        {
          ...appPayload(request.world, app),
          client_secret: app.clientSecret,
          webhook_secret: app.webhookSecret,
          pem: app.privateKey,
        },
        201,
      );
    },
  },
  {
    method: 'GET',
    template: '/app/hook/config',
    handle(request) {
      const { webhookUrl, webhookSecret } = callingApp(request);
      return ok({
        content_type: 'json',
        insecure_ssl: '0',
        ...(webhookSecret === '' ? {} : { secret: '********' }),
        ...(webhookUrl === null ? {} : { url: webhookUrl }),
      });
    },
  },
  { method: 'GET', template: '/app/hook/deliveries', handle: listDeliveries },
  {
    method: 'GET',
    template: '/app/hook/deliveries/{delivery_id}',
    handle(request) {
      const delivery = ownDelivery(request);
      const { headers, body, url, response } = delivery;
      const sent = { headers, payload: JSON.parse(body) as unknown };
      return ok({
        ...deliveryItem(delivery),
        url,
        request: sent,
        response: { ...response, payload: response.payload || null },
      });
    },
  },
  {
    method: 'POST',
    template: '/app/hook/deliveries/{delivery_id}/attempts',
    isRead: true,
    handle(request) {
      request.world.webhooks.redeliver(ownDelivery(request).id);
      return ok({}, 202);
    },
  },
  {
    method: 'GET',
    template: '/installation/repositories',
    handle(request) {
      const { caller, world } = request;
      if (caller.kind !== 'installation')
        throw new ApiError(
          403,
          'You must authenticate with an installation access token in order to list repositories for an installation.',
        );
      const { token } = caller;
      const covered = repositoriesOf(world, token.installation).filter((repository) => tokenCovers(token, repository));
      return page(
        request,
        covered,
        (repository) => repositoryPayload(world, repository),
        (repositories) => ({
          total_count: covered.length,
          repository_selection: token.installation.repositorySelection,
          repositories,
        }),
      );
    },
  },
  {
    method: 'GET',
    template: '/orgs/{org}/installation',
    handle(request) {
      const login = param(request, 'org').toLowerCase();
      return ok(
        installationPayload(
          request.world,
          ownInstallation(request, ({ account }) => account.login.toLowerCase() === login),
        ),
      );
    },
  },
  {
    method: 'GET',
    template: '/users/{username}/installation',
    handle(request) {
      const account = accountByLogin(request.world, param(request, 'username'));
      return ok(
        installationPayload(
          request.world,
          ownInstallation(request, (installation) => installation.account === account),
        ),
      );
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/installation',
    handle(request) {
      const repository = repositoryByName(request.world, param(request, 'owner'), param(request, 'repo'));
      const covering = ownInstallation(
        request,
        (installation) => repository !== undefined && covers(installation, repository),
      );
      return ok(installationPayload(request.world, covering));
    },
  },
];

/** Whether an installation's token carries an organisation's or a repository's permission; 403 otherwise. */
export function requirePermission(request: ApiRequest, wanted: string): void {
  const { caller } = request;
  if (caller.kind === 'installation' && !hasPermission(caller.token.permissions, wanted)) {
    throw new ApiError(
      403,
      'Resource not accessible by integration',
      {},
      { 'x-accepted-github-permissions': wanted.replace(':', '=') },
    );
  }
}

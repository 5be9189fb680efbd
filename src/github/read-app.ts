import type { Octokit } from '@octokit/rest';
import type { Permissions } from '../core/features.ts';
import type { GitHub, RateLimit } from './client.ts';
import { GitHubFailure } from './failure.ts';

/** The app as GitHub has it registered. */
export interface RegisteredApp {
  readonly id: number;
  readonly slug: string;
  readonly owner: string;
  readonly isOwnedByOrganization: boolean;
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

/** @see https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app */
export async function readApp(github: GitHub): Promise<RegisteredApp> {
  const { data } = await github.app.rest.apps.getAuthenticated();
  if (data === null) throw new GitHubFailure('outage', 'GET /app', 'the answer names no app');
  const { id, slug = '', owner, permissions, events } = data;
  const login = 'login' in owner ? owner.login : owner.slug;
  const isOwnedByOrganization = 'type' in owner && owner.type === 'Organization';
  return { id, slug, owner: login, isOwnedByOrganization, permissions: known(permissions), events };
}

/** How GitHub delivers to the app. */
export interface WebhookSettings {
  /** null: none is set, so nothing is delivered. */
  readonly url: string | null;
  readonly isJson: boolean;
  /** GitHub signs what it delivers only with a secret. */
  readonly hasSecret: boolean;
  /** Whether GitHub checks our certificate. */
  readonly checksCertificate: boolean;
}

/**
 * The secret itself is never told by GitHub: it answers with asterisks.
 * @see https://docs.github.com/en/rest/apps/webhooks#get-a-webhook-configuration-for-an-app
 */
export async function readWebhook(github: GitHub): Promise<WebhookSettings> {
  const { data } = await github.app.rest.apps.getWebhookConfigForApp();
  return {
    url: data.url === undefined || data.url === '' ? null : data.url,
    isJson: data.content_type === 'json',
    hasSecret: Boolean(data.secret),
    checksCertificate: String(data.insecure_ssl ?? '0') !== '1',
  };
}

/** An installation with all that its owner granted. */
export interface GrantedInstallation {
  readonly installationId: number;
  readonly account: string;
  readonly isSuspended: boolean;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  /** Where its owner sees and grants. */
  readonly url: string;
}

/** @see https://docs.github.com/en/rest/apps/apps#list-installations-for-the-authenticated-app */
export async function listInstallations(github: GitHub): Promise<GrantedInstallation[]> {
  const installations = await github.app.paginate(github.app.rest.apps.listInstallations, { per_page: 100 });
  return installations.map(({ id, account, suspended_at, permissions, events, html_url }) => ({
    installationId: id,
    account: account?.login ?? '',
    isSuspended: suspended_at !== null,
    permissions: known(permissions),
    events,
    url: html_url,
  }));
}

function known(permissions: Readonly<Record<string, string | undefined>>): Permissions {
  return Object.fromEntries(Object.entries(permissions).flatMap(([name, access]) => (access ? [[name, access]] : [])));
}

/**
 * What is left of an installation's limits. Asking costs nothing of them.
 * @see https://docs.github.com/en/rest/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user
 */
export async function readRateLimits(client: Octokit): Promise<readonly (RateLimit & { readonly limit: number })[]> {
  const { data } = await client.rest.rateLimit.get();
  const { core, graphql } = data.resources;
  return [
    { resource: 'core', remaining: core.remaining, limit: core.limit, resetAt: core.reset },
    ...(graphql === undefined
      ? []
      : [
          {
            resource: 'graphql' as const,
            remaining: graphql.remaining,
            limit: graphql.limit,
            resetAt: graphql.reset,
          },
        ]),
  ];
}

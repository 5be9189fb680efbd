import type { GitHub } from './client.ts';
import { GitHubFailure } from './failure.ts';

/** An installation as GitHub has it now. */
export interface InstallationState {
  readonly installationId: number;
  readonly accountId: number;
  readonly accountLogin: string;
  readonly accountType: 'Organization' | 'User' | 'Enterprise';
  readonly permissions: Readonly<Record<string, string>>;
  readonly suspendedAt: Date | null;
}

/** @returns null when it is uninstalled */
export async function readInstallation(github: GitHub, installationId: number): Promise<InstallationState | null> {
  try {
    const { data } = await github.app.rest.apps.getInstallation({ installation_id: installationId });
    const account = data.account;
    const login = account === null ? '' : 'login' in account ? account.login : account.slug;
    const type = account !== null && 'type' in account ? account.type : 'Enterprise';
    return {
      installationId,
      accountId: account?.id ?? 0,
      accountLogin: login,
      accountType: type === 'Organization' || type === 'User' ? type : 'Enterprise',
      permissions: { ...data.permissions },
      suspendedAt: data.suspended_at === null ? null : new Date(data.suspended_at),
    };
  } catch (error) {
    if (error instanceof GitHubFailure && error.kind === 'not-found') return null;
    throw error;
  }
}

/**
 * The ids of all installations that the app has.
 * @see https://docs.github.com/en/rest/apps/apps#list-installations-for-the-authenticated-app
 */
export async function listInstallationIds(github: GitHub): Promise<number[]> {
  const installations = await github.app.paginate(github.app.rest.apps.listInstallations, { per_page: 100 });
  return installations.map(({ id }) => id);
}

/**
 * The login under which the app writes, such as `portreeve[bot]`.
 * @see https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app
 */
export async function readBotLogin(github: GitHub): Promise<string> {
  const { data } = await github.app.rest.apps.getAuthenticated();
  if (data === null || data.slug === undefined)
    throw new GitHubFailure('outage', 'GET /app', 'the answer names no app');
  return `${data.slug}[bot]`;
}

import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import type { Account, World } from './state.ts';
import { Versions } from './versions.ts';
import type { Webhooks } from './webhooks.ts';

/** An empty world with the two accounts that every GitHub has, and a folder for its git repositories. */
export function createWorld(
  clock: Clock,
  ids: Ids,
  webhooks: Webhooks,
  { publicReads, hasSubIssues }: Pick<World, 'publicReads' | 'hasSubIssues'>,
): World {
  const bare = {
    clock,
    ids,
    webhooks,
    versions: new Versions(clock),
    url: '',
    directory: mkdtempSync(join(tmpdir(), 'embedded-github-')),
    processes: new Set<ChildProcess>(),
    pool: new Map(),
    accounts: new Map<number, Account>(),
    apps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    userTokens: new Map(),
    grants: new Map(),
    conversions: new Map(),
    signedIn: null,
    repositories: new Map(),
    projects: new Map(),
    names: new Map(),
    verifications: new Map(),
    publicReads,
    hasSubIssues,
  };
  const reserved = (id: number, nodeId: string, login: string, email: string | null): Account => {
    const account: Account = {
      id,
      nodeId,
      login,
      type: 'User',
      name: login === 'web-flow' ? 'GitHub' : null,
      email,
      emails: new Set(email === null ? [] : [email]),
      createdAt: '2008-01-01T00:00:00Z',
      unverifiedEmails: new Set(),
      members: new Map(),
      teams: new Map(),
      publicMembers: new Set(),
      concealedMembers: new Set(),
      siteAdmin: false,
    };
    bare.accounts.set(id, account);
    return account;
  };
  // The numbers that these two have on github.com.
  return {
    ...bare,
    ghost: reserved(10137, 'MDQ6VXNlcjEwMTM3', 'ghost', null),
    webFlow: reserved(19864447, 'MDQ6VXNlcjE5ODY0NDQ3', 'web-flow', 'noreply@github.com'),
  };
}

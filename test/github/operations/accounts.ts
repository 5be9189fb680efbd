import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { emitOrganizationEvent } from '../emit.ts';
import { nodeId } from '../ids.ts';
import { membershipPayload } from '../payloads/accounts.ts';
import type { Account, Actor, App, Permissions, World } from '../state.ts';

const NODE_PREFIX = { User: 'U', Organization: 'O', Bot: 'BOT' } as const;

export interface AccountOptions {
  readonly login: string;
  readonly type: Account['type'];
  readonly name?: string | null;
  readonly email?: string | null;
  /** Further verified addresses. */
  readonly emails?: readonly string[];
  readonly siteAdmin?: boolean;
}

export function createAccount(world: World, options: AccountOptions): Account {
  const id = world.ids.next();
  const emails = [options.email, ...(options.emails ?? [])].filter((email) => typeof email === 'string');
  const account: Account = {
    id,
    nodeId: nodeId(NODE_PREFIX[options.type], id),
    login: options.login,
    type: options.type,
    name: options.name ?? null,
    email: options.email ?? null,
    emails: new Set(emails.map((email) => email.toLowerCase())),
    createdAt: world.clock.iso(),
    unverifiedEmails: new Set(),
    members: new Map(),
    teams: new Map(),
    publicMembers: new Set(),
    concealedMembers: new Set(),
    siteAdmin: options.siteAdmin ?? false,
  };
  world.accounts.set(id, account);
  return account;
}

export interface AppOptions {
  readonly slug: string;
  readonly name?: string;
  readonly owner?: Account;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  /** Where deliveries go; `null` for nowhere. */
  readonly webhookUrl?: string | null;
  readonly webhookSecret?: string;
  /** Where people are sent after they signed in. */
  readonly callbackUrl?: string | null;
  /** PEM; without it one is made. */
  readonly privateKey?: string;
}

/** Registers an app together with its bot account. */
export function createApp(world: World, options: AppOptions): App {
  const id = world.ids.next();
  const privateKey = options.privateKey ?? keyFor(world.apps.size);
  const bot = createAccount(world, { login: `${options.slug}[bot]`, type: 'Bot' });
  const app: App = {
    id,
    nodeId: nodeId('A', id),
    slug: options.slug,
    name: options.name ?? options.slug,
    clientId: `Iv23li${world.ids.hex(14)}`,
    clientSecret: world.ids.hex(40),
    owner: options.owner ?? world.ghost,
    privateKey,
    publicKeys: new Map([[privateKey, publicKeyOf(privateKey)]]),
    webhookUrl: options.webhookUrl ?? null,
    callbackUrl: options.callbackUrl ?? null,
    webhookSecret: options.webhookSecret ?? world.ids.hex(32),
    permissions: { metadata: 'read', ...options.permissions },
    events: options.events ?? [],
    bot,
    hookId: world.ids.next(),
    createdAt: world.clock.iso(),
  };
  world.apps.set(id, app);
  return app;
}

/** The owner has GitHub make another private key for the app; until one is removed, all are good. */
export function addPrivateKey(app: App): string {
  const privateKey = keyFor(app.publicKeys.size + 1000);
  app.publicKeys.set(privateKey, publicKeyOf(privateKey));
  return privateKey;
}

export function removePrivateKey(app: App, privateKey: string): void {
  app.publicKeys.delete(privateKey);
}

function publicKeyOf(privateKey: string): KeyObject {
  return createPublicKey(createPrivateKey(privateKey));
}

/** Making an RSA key takes up to half a second, so the nth app of every server in a process has the same one. */
const keys: string[] = [];

function keyFor(index: number): string {
  keys[index] ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
  return keys[index];
}

/** Takes somebody into an organisation; `isConcealed`: they keep it to themselves. */
export function addMember(
  world: World,
  organization: Account,
  member: Account,
  { isConcealed = false }: { readonly isConcealed?: boolean },
  sender: Actor,
): void {
  organization.members.set(member.id, 'member');
  if (isConcealed) organization.concealedMembers.add(member.id);
  const parts = { action: 'member_added', membership: membershipPayload(world, organization, member) };
  emitOrganizationEvent(world, 'organization', organization, parts, sender);
}

export function removeMember(world: World, organization: Account, member: Account, sender: Actor): void {
  const membership = membershipPayload(world, organization, member);
  for (const list of [organization.members, organization.publicMembers, organization.concealedMembers]) {
    list.delete(member.id);
  }
  emitOrganizationEvent(world, 'organization', organization, { action: 'member_removed', membership }, sender);
}

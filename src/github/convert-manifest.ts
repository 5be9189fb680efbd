import { z } from 'zod';
import { type ClientSettings, createStranger } from './client.ts';
import { GitHubFailure } from './failure.ts';

/** An app that GitHub has just registered, with what it tells once. */
export interface RegisteredApp {
  readonly appId: number;
  readonly slug: string;
  readonly name: string;
  /** Its page on GitHub. */
  readonly htmlUrl: string;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** By which people sign in. */
  readonly clientId: string;
  readonly clientSecret: string;
}

const answer = z.object({
  id: z.int().positive(),
  slug: z.string().regex(/^[\w.-]{1,100}$/),
  name: z.string().min(1).max(200),
  html_url: z.url({ protocol: /^https?$/ }).max(1000),
  pem: z.string().startsWith('-----BEGIN').max(20_000),
  webhook_secret: z.string().regex(/^[^\s,]{1,200}$/),
  client_id: z.string().regex(/^[\w.-]{1,100}$/),
  client_secret: z.string().regex(/^[\w-]{1,200}$/),
});

/** What GitHub sends back after an owner agreed to a manifest. */
export function isManifestCode(text: string): boolean {
  return /^[\w-]{10,100}$/.test(text);
}

/**
 * Asks for the credentials of the app that the code stands for; GitHub gives them once, within an hour.
 * @throws GitHubFailure
 * @see https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
export async function convertManifest(settings: ClientSettings, code: string): Promise<RegisteredApp> {
  const { data } = await createStranger(settings).rest.apps.createFromManifest({ code });
  const app = answer.safeParse(data).data;
  if (app === undefined) {
    const route = 'POST /app-manifests/{code}/conversions';
    throw new GitHubFailure('invalid', route, 'the answer does not hold the credentials of an app with a webhook');
  }
  return {
    appId: app.id,
    slug: app.slug,
    name: app.name,
    htmlUrl: app.html_url,
    privateKey: app.pem,
    webhookSecret: app.webhook_secret,
    clientId: app.client_id,
    clientSecret: app.client_secret,
  };
}

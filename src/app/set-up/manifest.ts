import { readFile } from 'node:fs/promises';
import { CORE_SCHEMA, load } from 'js-yaml';
import { z } from 'zod';
import { callbackUrl } from '../own-paths.ts';

/** `app.yml`, as far as GitHub's manifest flow takes it. */
const appFile = z.strictObject({
  name: z.string(),
  url: z.url(),
  description: z.string(),
  public: z.literal(false),
  request_oauth_on_install: z.literal(false),
  hook_attributes: z.strictObject({ url: z.url(), active: z.literal(true) }),
  default_permissions: z.record(z.string(), z.enum(['read', 'write', 'admin'])),
  default_events: z.array(z.string()),
});

export type AppFile = Readonly<z.infer<typeof appFile>>;

/** The app's own description, from the one file that says what it may do and what it is told. */
export async function readAppFile(): Promise<AppFile> {
  const text = await readFile(new URL('../../../app.yml', import.meta.url), 'utf8');
  return appFile.parse(load(text, { schema: CORE_SCHEMA }));
}

/**
 * What is posted to GitHub, as JSON.
 * @see https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest#github-app-manifest-parameters
 */
export function manifestOf(
  app: AppFile,
  own: { readonly name: string; readonly webhookUrl: string; readonly redirectUrl: string },
): string {
  return JSON.stringify({
    ...app,
    name: own.name,
    hook_attributes: { ...app.hook_attributes, url: own.webhookUrl },
    redirect_url: own.redirectUrl,
    callback_urls: [callbackUrl(new URL(own.webhookUrl).origin)],
  });
}

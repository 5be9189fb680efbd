import { expect, test } from '@jest/globals';
import { startGitHub } from '../../github/index.ts';
import { APP_EVENTS, APP_PERMISSIONS } from '../../support/app-manifest.ts';
import { createTestStore, testDatabases } from '../../support/database.ts';
import { startOn } from '../../support/running-app.ts';

test('the running app has the pages where people can sign in, and none where they cannot', async () => {
  const [backend] = testDatabases();
  if (backend === undefined) throw new Error('There is no database to test on');
  const github = await startGitHub({ seed: 1 });
  const store = await createTestStore(backend);
  const app = github.createApp({
    slug: 'portreeve',
    permissions: APP_PERMISSIONS,
    events: [...APP_EVENTS],
    webhookUrl: null,
  });
  const { clientId, clientSecret } = app;
  const signIn = { clientId, clientSecret, publicUrl: 'https://portreeve.example.org' };
  try {
    const withPages = await startOn(github, app, store.databaseUrl, { signIn });
    const page = await fetch(`http://127.0.0.1:${withPages.port}/me`);
    const start = await fetch(`http://127.0.0.1:${withPages.port}/sign-in`, { redirect: 'manual' });
    const ready = await fetch(`http://127.0.0.1:${withPages.port}/readyz`);
    await withPages.stop();

    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Sign in with GitHub')]);
    const address = new URL(start.headers.get('location') ?? '');
    expect(address.origin).toBe(github.url);
    expect(address.searchParams.get('redirect_uri')).toBe('https://portreeve.example.org/sign-in/callback');
    expect(start.headers.getSetCookie()[0]).toContain('Secure');
    // No page stands before what an operator asks.
    expect(await ready.json()).toMatchObject({ checks: { dispatcher: 'pass' } });

    const without = await startOn(github, app, store.databaseUrl);
    expect((await fetch(`http://127.0.0.1:${without.port}/me`)).status).toBe(404);
    await without.stop();
  } finally {
    await github.close();
    await store.close();
  }
});

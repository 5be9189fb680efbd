import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { credentialsPath } from '../../../src/app/credentials.ts';
import { openSetUp, type SetUp } from '../../../src/app/set-up/server.ts';
import { loadSettings } from '../../../src/app/settings.ts';
import { type GitHub, startGitHub } from '../../github/index.ts';
import { findChromium, openChromium } from '../../support/chromium.ts';
import { silentLog } from '../../support/silent-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = join(temporaryFolder(), 'data');
const describeInBrowser = findChromium() === null ? describe.skip : describe;

describeInBrowser('the set-up page, in a browser that keeps to what its pages allow', () => {
  let browser: Browser;
  let github: GitHub;
  let setUp: SetUp;

  beforeAll(async () => {
    [browser, github] = await Promise.all([openChromium(), startGitHub({ seed: 1 })]);
    const ada = github.createUser('ada');
    github.createOrganization('city', { owners: [ada] });
    github.signIn(ada);
    const environment = { PORTREEVE_DATA: folder, GHE_HOST: new URL(github.url).host, GHE_PROTOCOL: 'http', PORT: '0' };
    const result = loadSettings(environment);
    if (result.status !== 'not-set-up') throw new Error(`Settings are ${result.status}`);
    setUp = await openSetUp({ settings: result.settings, version: '0.0.0', log: silentLog });
  }, 120_000);
  afterAll(async () => {
    await setUp?.close();
    await browser?.close();
    await github?.close();
  });

  test('each button leads on, to the credentials and to the installation', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    const { origin } = new URL(setUp.address);
    page.on('console', (message) => {
      if (message.location().url.startsWith(origin)) complaints.push(message.text());
    });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

    await page.goto(setUp.address);
    await press('Continue');
    // The browser itself asks for what is missing.
    expect(await page.locator('input:invalid').getAttribute('name')).toBe('address');
    await page.locator('[name=owner]').fill('city');
    await page.locator('[name=address]').fill('nowhere');
    await press('Continue');
    expect(await page.locator('[aria-invalid=true], [aria-describedby*=problem]').getAttribute('name')).toBe('address');
    await page.locator('[name=address]').fill('http://127.0.0.1:9/hooks');
    // What was answered with a refusal is told on the console, as each browser does.
    complaints.length = 0;
    await press('Continue');
    await page.getByRole('link', { name: 'Change something' }).click();
    await page.locator('[name=name]').fill('Portreeve City');
    await press('Continue');
    await press('Continue to GitHub');
    await press('Create GitHub App');

    expect(await page.locator('h1').textContent()).toContain('The app is registered');
    expect(await setUp.finished).toBe(credentialsPath(folder));
    expect([...github.world.apps.values()].map(({ name }) => name)).toEqual(['Portreeve City']);
    await page.getByRole('link', { name: 'Install on GitHub' }).click();
    expect(new URL(page.url()).pathname).toBe('/apps/portreeve-city/installations/new');
    expect(complaints).toEqual([]);
  });
});

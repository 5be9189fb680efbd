import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { LANGUAGES } from '../../../src/core/language.ts';
import { findChromium, openChromium } from '../../support/chromium.ts';
import { openSite, type Site } from './a-site.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const describeInBrowser = findChromium() === null ? describe.skip : describe;
const LONG = 'a'.repeat(400);
const TEXT = `---
id: city-cla
kind: individual
title: {en: City agreement, de: Vereinbarung der Stadt}
languages: [en, de]
fields:
  - {id: full-name, label: Full name, basis: Art. 6(1)(b) GDPR}
---
You grant us this. ${LONG}
`;
const PATH = '/agreements/city/city-cla';

describeInBrowser('the pages for people, in a browser', () => {
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    [browser, site] = await Promise.all([openChromium(), openSite()]);
    await site.publish('city-cla', TEXT);
    await site.publish('firm', '---\nid: firm\nkind: corporate\ntitle: For companies\n---\nText\n');
    site.house.github.signIn(site.house.github.createUser('grace'));
    // As everybody can use them: without scripts.
    context = await browser.newContext({ baseURL: site.url, javaScriptEnabled: false, locale: 'en' });
    page = await context.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** What the page says, held against WCAG 2.2 AA, wide and narrow, light and dark. */
  async function expectAccessible(): Promise<void> {
    const text = await page.content();
    for (const [width, colorScheme] of [
      [1100, 'light'],
      [320, 'dark'],
    ] as const) {
      // The page's own policy lets no script run, and this one's must: the same page, in a browser of its own.
      const other = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      await other.setContent(text);
      await other.evaluate(AXE);
      const found = await other.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: object[] }> } };
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        return (await axe.run({ runOnly: { type: 'tag', values: tags } })).violations;
      });
      expect(found).toEqual([]);
      const overflow = await other.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBeLessThanOrEqual(0);
      await other.close();
    }
  }

  test('somebody reads, signs in, is told what is missing, signs, looks at what is kept, and asks to be erased', async () => {
    await page.goto(PATH);
    await expectAccessible();
    await page.getByRole('button', { name: 'Sign in with GitHub' }).click();
    await expectAccessible();

    await page.getByLabel('Full name').fill('   ');
    await page.getByRole('button', { name: 'I agree and sign' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('A field that is needed was left empty.');
    await expectAccessible();

    await page.getByLabel('Full name').fill('Grace Hopper');
    await page.getByRole('button', { name: 'I agree and sign' }).click();
    expect(await page.getByRole('status').textContent()).toContain('You signed this text on');
    await expectAccessible();

    await page.getByRole('link', { name: 'See, take along or have erased' }).click();
    await expectAccessible();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Take it along, signed' }).click();
    expect((await download).suggestedFilename()).toMatch(/^agreements-\d+\.json$/);
    await page.getByRole('button', { name: 'Ask to have it erased' }).click();
    expect(await page.getByRole('status').textContent()).toContain('You asked city');
    await expectAccessible();
  }, 120_000);

  test('somebody signs for a company', async () => {
    await page.goto('/agreements/city/firm');
    await expectAccessible();
    await page.getByLabel('Name of the company').fill('Ferry plc');
    await page.getByLabel('Domain of its e-mail addresses').fill('nonsense');
    await page.getByLabel('I have read this text').check();
    await page.getByRole('button', { name: 'Sign for the company' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Nothing was signed.');
    await expectAccessible();

    await page.getByLabel('Domain of its e-mail addresses').fill('ferry.example');
    await page.getByLabel('I have read this text').check();
    await page.getByRole('button', { name: 'Sign for the company' }).click();
    expect(await page.getByRole('status').textContent()).toContain('You signed for Ferry plc');
    await expectAccessible();
  }, 120_000);

  test('what is not there, and what was begun elsewhere, can be read too', async () => {
    for (const path of ['/agreements/city/none', '/sign-in/callback?state=x&code=y', '/me']) {
      await page.goto(path);
      await expectAccessible();
    }
  }, 120_000);

  test.each(LANGUAGES)('in %s it fits the narrowest phone', async (language) => {
    await page.setViewportSize({ width: 320, height: 700 });
    for (const path of [PATH, '/agreements/city/firm', '/me']) {
      await page.goto(`${path}?lang=${language}`);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      const box = await page.locator('main').boundingBox();
      expect(box?.width).toBeLessThanOrEqual(320);
    }
  });

  test('nobody but this site and GitHub was asked for anything, and the browser complained of nothing', () => {
    const origins = new Set(requests.map((url) => new URL(url).origin));
    expect([...origins].sort()).toEqual([site.url, site.house.github.url].sort());
    // A page that is not there is told by its status too.
    expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
  });
});

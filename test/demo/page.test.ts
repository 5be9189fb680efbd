import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { findChromium, openChromium } from '../support/chromium.ts';
import { type Demo, openDemo } from './run.ts';

// In CI a browser must be there; elsewhere, one who has none can still run the rest.
const isPossible = findChromium() !== null || process.env.CI !== undefined;
const inBrowser = isPossible ? test : test.skip;

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  if (!isPossible) return;
  browser = await openChromium();
  demo = await openDemo({ onProgress() {}, onScene() {}, onLog() {}, afterScene() {} });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await demo?.close();
}, 60_000);

/** A page of somebody's own browser, and what the browser complained of. */
async function aPage(
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ baseURL: demo.github.url, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints };
}

inBrowser(
  'a proposal is merged, and the policy issue that somebody else looks at closes before their eyes',
  async () => {
    const watcher = await aPage();
    const { page, complaints } = await aPage();
    await watcher.page.goto('/rivermouth/.github/issues/1');
    await page.goto('/rivermouth/.github/pull/2');
    expect(await watcher.page.locator('#state .pill').textContent()).toBe('Open');

    await page.getByRole('button', { name: 'Merge pull request' }).click();
    await page.locator('#state .pill', { hasText: 'Merged' }).waitFor();
    await watcher.page.locator('#state .pill', { hasText: 'Closed' }).waitFor();

    expect(await watcher.page.locator('#timeline').textContent()).toContain('portreeve bot closed this as completed');
    expect(complaints).toEqual([]);
    expect(watcher.complaints).toEqual([]);
  },
  180_000,
);

inBrowser(
  'what one is writing stays while the page changes around it',
  async () => {
    const { page, complaints } = await aPage();
    await page.goto('/rivermouth/citizen-desk/pull/1');
    await page.getByLabel('Comment, in Markdown').fill('/portreeve rech');

    const desk = demo.organization.repositories.get('citizen-desk');
    const pull = desk?.issues.get(1);
    if (!pull) throw new Error('There is no pull request');
    demo.github.comment(pull, 'Look at this', demo.organization.people.bert);
    await page.getByText('Look at this').waitFor();
    await page.getByLabel('Comment, in Markdown').pressSequentially('eck');
    expect(await page.getByLabel('Comment, in Markdown').inputValue()).toBe('/portreeve recheck');
    await page.getByRole('button', { name: 'Comment' }).click();
    await page.getByLabel('Reactions').waitFor();

    expect(await page.getByLabel('Reactions').textContent()).toContain('👍');
    expect(complaints).toEqual([]);
  },
  180_000,
);

inBrowser(
  'all of it works without JavaScript',
  async () => {
    const { page } = await aPage({ javaScriptEnabled: false });
    await page.goto('/');
    await page.getByLabel('You are', { exact: true }).selectOption({ label: 'Bert Osei' });
    await page.getByRole('button', { name: 'Change' }).click();
    expect(await page.getByLabel('You are', { exact: true }).inputValue()).toBe('bert-osei');

    await page.getByRole('button', { name: 'Do it as Bert Osei' }).first().click();
    await demo.settled();
    await page.reload();

    expect(await page.locator('#state .pill').textContent()).toBe('Closed');
  },
  180_000,
);

inBrowser(
  'no page is wider than a telephone',
  async () => {
    const { page, complaints } = await aPage({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    for (const path of [
      '/',
      '/rivermouth',
      '/apps/portreeve',
      '/rivermouth/bus-stops',
      '/rivermouth/bus-stops/issues/1',
      '/rivermouth/citizen-desk/pull/1',
      '/rivermouth/citizen-desk/blob/main/LICENSE',
      '/rivermouth/citizen-desk/edit/main/README.md',
    ]) {
      await page.goto(path);
      const width = await page.evaluate('document.documentElement.scrollWidth');

      expect([path, width]).toEqual([path, 360]);
    }
    expect(complaints).toEqual([]);
  },
  180_000,
);

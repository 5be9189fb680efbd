import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { renderReportHtml } from '../../../src/report/organization/html.ts';
import { loadDraw } from '../../../src/tasks/draw-chart.ts';
import { aReport } from '../../support/a-report.ts';
import { findChromium, openChromium } from '../../support/chromium.ts';
import { aFrame } from '../a-frame.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const describeInBrowser = findChromium() === null ? describe.skip : describe;

describeInBrowser('the report in a browser', () => {
  let browser: Browser;
  const requests: string[] = [];
  const draw = loadDraw();
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  async function open(language: 'en' | 'de' | 'fr', report = aReport({}, 60), width = 1100): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    page.on('request', (request) => requests.push(request.url()));
    await page.setContent(renderReportHtml(aFrame(language), report, await draw));
    return page;
  }

  test.each([1100, 360])('nothing keeps anybody from reading it, %d pixels wide', async (width) => {
    const page = await open('en', aReport({}, 60), width);
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: object[] }> } };
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      return (await axe.run({ runOnly: { type: 'tag', values: tags } })).violations;
    });
    expect(found).toEqual([]);
    const overflow = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await page.close();
  });

  test.each(['en', 'de', 'fr'] as const)('two sheets of paper hold it (%s)', async (language) => {
    const page = await open(language, aReport({}, 200));
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2);
    await page.close();
  });

  test('it asked nobody for anything', () => {
    expect(requests.filter((url) => !url.startsWith('data:') && url !== 'about:blank')).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { LANGUAGES, type Language } from '../../../src/core/language.ts';
import { renderGuideHtml } from '../../../src/report/guide/render.ts';
import { renderReportHtml } from '../../../src/report/organization/html.ts';
import { loadDraw } from '../../../src/tasks/draw-chart.ts';
import { aReport } from '../../support/a-report.ts';
import { findChromium, openChromium } from '../../support/chromium.ts';
import { aFrame } from '../a-frame.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const describeInBrowser = findChromium() === null ? describe.skip : describe;

describeInBrowser('in a browser', () => {
  let browser: Browser;
  const requests: string[] = [];
  const draw = loadDraw();
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  async function open(text: string, width = 1100): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    page.on('request', (request) => requests.push(request.url()));
    await page.setContent(text);
    return page;
  }

  async function renderReport(language: Language, repositories = 60): Promise<string> {
    return renderReportHtml(aFrame(language), aReport({}, repositories), await draw);
  }

  const renderGuide = async (language: Language): Promise<string> =>
    renderGuideHtml(aFrame(language), { layers: [], today: '2026-11-25' });

  test.each([
    ['the report', 1100, renderReport],
    ['the report', 360, renderReport],
    ['the guide', 1100, renderGuide],
    ['the guide', 360, renderGuide],
  ])('nothing keeps anybody from reading %s, %d pixels wide', async (_name, width, render) => {
    const page = await open(await render('en'), width);
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

  test.each(LANGUAGES)('two sheets of paper hold it (%s)', async (language) => {
    const page = await open(await renderReport(language, 200));
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2);
    await page.close();
  });

  test('it asked nobody for anything', () => {
    expect(requests.filter((url) => !url.startsWith('data:') && url !== 'about:blank')).toEqual([]);
  });
});

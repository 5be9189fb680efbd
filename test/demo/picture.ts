import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { openChromium } from '../support/chromium.ts';
import { type Audience, openDemo } from './run.ts';

const PICTURE = fileURLToPath(new URL('../../docs/images/demo.png', import.meta.url));
const SILENCE: Audience = { onProgress() {}, onScene() {}, onLog() {}, afterScene() {} };

/** `npm run picture` plays the demo and makes the README's picture of it. */
const demo = await openDemo(SILENCE);
try {
  const browser = await openChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 640 }, deviceScaleFactor: 1.5 });
    await page.goto(demo.github.url);
    await mkdir(dirname(PICTURE), { recursive: true });
    await page.screenshot({ path: PICTURE });
  } finally {
    await browser.close();
  }
} finally {
  await demo.close();
}
process.stdout.write(`${PICTURE}\n`);

import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Audience, runDemo, shortcomings } from './run.ts';
import { conclusion, storyteller } from './story.ts';

const SILENCE: Audience = { onProgress() {}, onScene() {}, onLog() {}, afterScene() {} };

/** `npm run demo` tells the story; with `--once` it tells nothing and prints one JSON summary. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
  const audience = values.once ? SILENCE : storyteller((text) => void process.stdout.write(text), Date.now());
  const summary = await runDemo(audience);
  process.stdout.write(values.once ? `${JSON.stringify(summary, null, 2)}\n` : conclusion(summary));
  const problems = shortcomings(summary);
  for (const problem of problems) process.stderr.write(`The demo did not do its main job: ${problem}.\n`);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();

import { once } from 'node:events';
import process from 'node:process';
import { type Audience, type Demo, Interruption, openDemo, shortcomings } from './run.ts';
import { conclusion, invitation, storyteller } from './story.ts';

const SILENCE: Audience = { onProgress() {}, onScene() {}, onLog() {}, afterScene() {} };

const USAGE = `npm run demo              tells the story, and then serves its pages until you press Ctrl-C
npm run demo -- --once    tells nothing, and prints one JSON summary
`;

/** `npm run demo` tells the story and then serves its pages; with `--once` it tells nothing and prints one JSON summary. */
async function main(): Promise<number> {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--once');
  if (unknown.length > 0) {
    const isHelp = unknown[0] === '--help';
    (isHelp ? process.stdout : process.stderr).write(USAGE);
    return isHelp ? 0 : 2;
  }
  const isOnce = process.argv.includes('--once');
  const interruption = interruptions();
  const audience = isOnce ? SILENCE : storyteller((text) => void process.stdout.write(text), Date.now());
  const demo = await openDemo(audience, interruption);
  try {
    return await present(demo, { isOnce, interruption });
  } finally {
    await demo.close();
  }
}

async function present(
  demo: Demo,
  { isOnce, interruption }: { readonly isOnce: boolean; readonly interruption: AbortSignal },
): Promise<number> {
  process.stdout.write(isOnce ? `${JSON.stringify(demo.summary, null, 2)}\n` : conclusion(demo.summary));
  const problems = shortcomings(demo.summary);
  for (const problem of problems) process.stderr.write(`The demo did not do its main job: ${problem}.\n`);
  if (problems.length > 0) return 1;
  if (isOnce) return 0;
  process.stdout.write(invitation(demo.github.url));
  await Promise.race([demo.ended, until(interruption)]);
  process.stdout.write('\nEverything ends and is removed …\n');
  return 0;
}

/** Aborts at the first signal to end; a second one ends the process at once. */
function interruptions(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => controller.abort());
  // npm passes a signal to its shell alone, which may die of it and tell nobody: then this process has lost its parent.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) controller.abort();
  }, 500).unref();
  return controller.signal;
}

async function until(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Interruption)) throw error;
}

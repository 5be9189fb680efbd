import { startIntakeApp } from './intake-app.ts';

// Run as `node intake-child.ts DATABASE_URL CHECKPOINT`: ends itself, as by `kill -9`, when it comes to that checkpoint.
// Told to end, it says how much memory it took at most, in kilobytes.
const [, , databaseUrl = '', deadly] = process.argv;
const app = await startIntakeApp(databaseUrl, (name) => {
  if (name === deadly) process.kill(process.pid, 'SIGKILL');
});
process.once('SIGTERM', () => {
  process.stdout.write(`${process.resourceUsage().maxRSS}\n`, () => process.exit(0));
});
process.stdout.write(`${app.port}\n`);

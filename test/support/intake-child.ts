import { startIntakeApp } from './intake-app.ts';

// Run as `node intake-child.ts DATABASE_URL CHECKPOINT`: ends itself, as by `kill -9`, when it comes to that checkpoint.
const [, , databaseUrl = '', deadly] = process.argv;
const app = await startIntakeApp(databaseUrl, (name) => {
  if (name === deadly) process.kill(process.pid, 'SIGKILL');
});
process.stdout.write(`${app.port}\n`);

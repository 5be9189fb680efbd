/** A Probot app that does nothing but log, as its manual begins. It keeps nothing. */
import { run } from 'probot';

await run((app) => {
  app.onAny(async ({ name }) => {
    app.log.info(`Received ${name}`);
  });
});

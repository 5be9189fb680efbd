import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { Probot, type ProbotOctokit } from 'probot';
import { aTown } from './support.ts';

test('a bare Probot app takes a signed webhook and answers with a comment', async () => {
  const town = await aTown();
  const { github, app } = town;
  const { createNodeMiddleware, ProbotOctokit: Client } = await import('probot');
  const probot = new Probot({
    appId: app.id,
    privateKey: app.privateKey,
    secret: 'secret',
    logLevel: 'fatal',
    Octokit: Client.defaults({ baseUrl: github.url, throttle: { enabled: false } }) as typeof ProbotOctokit,
  });
  const middleware = await createNodeMiddleware(
    (robot) => {
      robot.on('issues.opened', async (context) => {
        await context.octokit.rest.issues.createComment(
          context.issue({ body: `Welcome, @${context.payload.sender.login}` }),
        );
      });
    },
    { probot, webhooksPath: '/' },
  );
  const server = createServer((incoming, outgoing) => void middleware(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  app.webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  const issue = github.openIssue(town.website, { title: 'One' });
  await github.settled();

  expect(issue.comments).toMatchObject([
    { body: 'Welcome, @ada', user: { login: 'porter[bot]' }, app: { slug: 'porter' } },
  ]);
  expect(github.webhooks.log.find(({ event }) => event === 'issues')?.statusCode).toBe(200);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await github.close();
});

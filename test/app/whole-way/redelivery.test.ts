import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunningApp } from '../../../src/app/start.ts';
import { type GitHub, startGitHub } from '../../github/index.ts';
import { createTestStore, oneTestDatabase, type TestStore } from '../../support/database.ts';
import { startOn } from '../../support/running-app.ts';
import { untilSettled } from '../../support/settled.ts';
import { createTown, portraitOf, type Town } from '../../support/town.ts';

/** A person asked for a new run: by a comment, or by the button on a check. */
function isAsked(event: string, body: string): boolean {
  return event === 'issue_comment' || body.includes('"action":"rerequested"');
}

describe.each(oneTestDatabase())('on $name', (backend) => {
  let github: GitHub;
  let town: Town;
  let store: TestStore;
  let running: RunningApp;

  beforeAll(async () => {
    github = await startGitHub({ seed: 1 });
    town = createTown(github);
    store = await createTestStore(backend);
    running = await startOn(github, town.app, store.databaseUrl);
    for (const act of town.acts) {
      act();
      await untilSettled(github, running);
    }
  });

  afterAll(async () => {
    await running.stop();
    await store.close();
    await github.close();
  });

  async function deliverAgain(guidOf: (guid: string) => string, isWanted: (event: string, body: string) => boolean) {
    const deliveries = github.webhooks.log.filter(({ event, body }) => isWanted(event, body));
    const writes = github.writes().length;
    for (const { url, headers, guid, body } of deliveries) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'X-GitHub-Delivery': guidOf(guid) },
        body,
      });
      expect([200, 202]).toContain(response.status);
      await response.arrayBuffer();
    }
    await untilSettled(github, running, 60);
    return { deliveries: deliveries.length, written: github.writes().slice(writes) };
  }

  test('the acts of the town make every kind of action', async () => {
    const kinds = await store.asOperator((db) => db.selectFrom('action').select('kind').distinct().execute());

    expect(kinds.map(({ kind }) => kind).sort()).toEqual([
      'create-issue',
      'open-proposal',
      'react',
      'report-check-run',
      'set-proposal-state',
      'update-issue',
      'update-proposal',
    ]);
    expect(github.unserved).toEqual([]);
    expect(github.violations).toEqual([]);
    expect(await running.jobs.deadLetters()).toEqual([]);
  });

  test('I1, I2: every delivery sent a second time writes nothing', async () => {
    const before = portraitOf(github, town.organization);

    const { deliveries, written } = await deliverAgain(
      (guid) => guid,
      () => true,
    );

    expect(deliveries).toBeGreaterThan(20);
    expect(written.map(({ route }) => route)).toEqual([]);
    expect(portraitOf(github, town.organization)).toEqual(before);
  });

  test('I1, I2: every body under a new id writes nothing, but what a person asked for in it', async () => {
    const before = portraitOf(github, town.organization);

    const { written } = await deliverAgain(
      () => randomUUID(),
      (event, body) => !isAsked(event, body),
    );

    expect(written.map(({ route }) => route)).toEqual([]);
    expect(portraitOf(github, town.organization)).toEqual(before);

    // Asked again, by the button and by a comment at once, the check is reported again, in place and for both; the comment
    // keeps its one reaction.
    const asked = await deliverAgain(() => randomUUID(), isAsked);
    const routes = asked.written.map(({ route }) => route);
    expect(new Set(routes)).toEqual(new Set(['PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}']));
    expect(routes.length).toBeLessThanOrEqual(asked.deliveries);
    expect(portraitOf(github, town.organization)).toEqual(before);
  });
});

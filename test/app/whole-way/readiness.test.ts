import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabases } from '../../support/database.ts';
import { openTimedVillage, type TimedVillage } from '../../support/moved-time.ts';

async function ask(village: TimedVillage): Promise<{ readonly status: number; readonly body: object }> {
  const response = await fetch(`http://127.0.0.1:${village.running.port}/readyz`);
  return { status: response.status, body: (await response.json()) as object };
}

describe.each(testDatabases())('on $name', (backend) => {
  let village: TimedVillage;

  beforeEach(async () => {
    village = await openTimedVillage(backend);
    village.install();
    await village.settle();
  }, 240_000);
  afterEach(() => village.close());

  test('P17: a broken secret makes it unready within ten minutes, and a mended one ready again', async () => {
    const { github, app } = village;
    const secret = app.webhookSecret;
    expect(await ask(village)).toMatchObject({ status: 200, body: { status: 'ready' } });

    Object.assign(app, { webhookSecret: 'another one' });
    const begun = github.clock.now();
    village.acts[1]?.();
    await village.settle();
    await village.pass(5);
    github.clock.advance(2 * 60_000);

    expect(await ask(village)).toMatchObject({
      status: 503,
      body: {
        checks: { database: 'pass', deliveries: 'pass', 'delivery-log': 'fail', queues: 'pass', sweeps: 'pass' },
        problems: { 'delivery-log': expect.stringContaining('never arrived') },
      },
    });
    expect(github.clock.now() - begun).toBeLessThan(10 * 60_000);

    Object.assign(app, { webhookSecret: secret });
    await village.pass(5);
    expect(await ask(village)).toMatchObject({ status: 200 });
  }, 240_000);

  test('P17: deliveries that nobody dispatches and a late sweep are each named', async () => {
    const { github, store } = village;
    github.clock.advance(27 * 3_600_000);
    await store.asOperator((db) =>
      db
        .insertInto('delivery')
        .values({
          delivery_id: 'one-without-a-body',
          installation_id: 0,
          event: 'push',
          action: null,
          repository_id: null,
          body: null,
          received_at: new Date(Date.now() - 3_600_000),
          status: 'stored',
          error: null,
          finished_at: null,
        })
        .execute(),
    );
    const { status, body } = await ask(village);
    expect(status).toBe(503);
    expect(body).toMatchObject({
      problems: {
        deliveries: '1 delivery taken in and not dispatched, the oldest for 60 min.',
        sweeps: '1 installation of 1 had no sweep that ended within 26 h.',
      },
    });
  }, 240_000);
});

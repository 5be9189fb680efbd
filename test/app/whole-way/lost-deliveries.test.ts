import { afterEach, describe, expect, test } from '@jest/globals';
import { countMissingDeliveries, readDeliveryLogState } from '../../../src/store/delivery-log.ts';
import { MOST_ATTEMPTS, MOST_REDELIVERIES } from '../../../src/tasks/fetch-missing-deliveries.ts';
import { oneTestDatabase } from '../../support/database.ts';
import { openTimedVillage, type TimedVillage } from '../../support/moved-time.ts';
import { portraitOf } from '../../support/town.ts';

const REDELIVERY = 'POST /app/hook/deliveries/{delivery_id}/attempts';

const open: TimedVillage[] = [];
afterEach(async () => {
  for (const timed of open.splice(0)) await timed.close();
});

describe.each(oneTestDatabase())('on $name', (backend) => {
  async function openVillage(): Promise<TimedVillage> {
    const timed = await openTimedVillage(backend);
    open.push(timed);
    return timed;
  }

  const portrait = ({ github, organization }: TimedVillage): object => portraitOf(github, organization);

  let reference: readonly object[] | null = null;
  /** What stands after each act where nothing is lost. */
  async function expected(): Promise<readonly object[]> {
    if (reference !== null) return reference;
    const timed = await openVillage();
    const portraits: object[] = [];
    for (const act of timed.acts) {
      act();
      await timed.settle();
      portraits.push(portrait(timed));
    }
    await timed.pass(10);
    expect(redeliveries(timed)).toBe(0);
    expect(portrait(timed)).toEqual(portraits.at(-1));
    reference = portraits;
    return portraits;
  }

  const redeliveries = ({ github }: TimedVillage): number =>
    github.requests.filter(({ route, status }) => route === REDELIVERY && status === 202).length;

  test('P1: what the app did not answer is redelivered within five minutes, each once, and nothing else', async () => {
    const portraits = await expected();
    const timed = await openVillage();
    const { github, acts, store } = timed;
    for (const [index, act] of acts.entries()) {
      github.webhooks.faults.fail = 1;
      act();
      await github.settled();
      github.webhooks.faults.fail = 0;
      await timed.pass(5);
      expect(portrait(timed)).toEqual(portraits[index]);
    }

    const lost = github.webhooks.log.filter(({ statusCode }) => statusCode === 0);
    expect(lost.length).toBeGreaterThan(10);
    expect(redeliveries(timed)).toBe(lost.length);
    await timed.pass(10);
    expect(redeliveries(timed)).toBe(lost.length);
    const state = await store.asOperator(readDeliveryLogState);
    expect(state).toMatchObject({ failure: null, found: 0, redelivered: 0, sweptInstead: 0 });
    expect(await store.asOperator((db) => countMissingDeliveries(db, MOST_ATTEMPTS, new Date()))).toEqual({
      waiting: 0,
      givenUp: 0,
      oldestSeconds: null,
    });
  }, 400_000);

  type Fault = (timed: TimedVillage) => void;
  const broken = (route: string): Fault => {
    return ({ github }) => void github.faults.add({ route, fault: { kind: 'status', status: 502 } });
  };
  const lost: Fault = ({ github }) => {
    github.webhooks.faults.fail = 1;
  };
  const silent: Fault = ({ github }) => {
    github.webhooks.send = () => {};
  };
  const logFails = broken('GET /app/hook/deliveries');
  const redeliveryFails = broken(REDELIVERY);
  test.each<[string, number, readonly Fault[]]>([
    // What is not known to be in vain before the next look; and then the proposal's own event is lost in turn.
    ['redeliveries are lost too', 20, [lost]],
    ['the redelivery API fails', 15, [lost, redeliveryFails]],
    ['the log cannot be read', 15, [lost, logFails]],
    ['neither can be used', 15, [lost, logFails, redeliveryFails]],
    // As in an organisation in which nothing happens: looked at every quarter of an hour, and what follows the time after.
    ['the log is healthy and knows of none', 30, [silent]],
  ])(
    'F21, F22: every delivery is lost and %s: within %d minutes all is as if nothing had been',
    async (_name, minutes, faults) => {
      const portraits = await expected();
      const timed = await openVillage();
      const { github, acts } = timed;
      for (const fault of faults) fault(timed);

      for (const [index, act] of acts.entries()) {
        act();
        await github.settled();
        await timed.pass(minutes);
        expect(portrait(timed)).toEqual(portraits[index]);
      }

      // However long it lasts, nothing more is written, and GitHub is not asked for the same again and again.
      const writes = github.writes().length;
      github.resetRequests();
      await timed.pass(60);
      expect(github.writes()).toEqual([]);
      expect(writes).toBeGreaterThan(0);
      expect(redeliveries(timed)).toBeLessThanOrEqual(MOST_REDELIVERIES);
      expect(await timed.running.jobs.deadLetters()).toEqual([]);
      expect(github.violations).toEqual([]);
    },
    400_000,
  );
});

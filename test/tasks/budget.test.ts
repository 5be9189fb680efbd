import { afterEach, describe, expect, test } from '@jest/globals';
import { POLICIES } from '../../src/policies/index.ts';
import { sweep } from '../../src/tasks/sweep.ts';
import type { Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, MIT, requestsOf, writesOf } from './on-github.ts';

let house: House;

afterEach(() => house.close());

function make(name: string, files: Record<string, string> = ALL_WELL): Repository {
  return house.github.createRepository({ owner: house.organization, name, files });
}

/** The requests of one piece of work, tokens left out. */
async function costOf(work: () => Promise<void>): Promise<Record<string, number>> {
  house.github.resetRequests();
  await work();
  const counts: Record<string, number> = {};
  for (const route of requestsOf(house)) counts[route] = (counts[route] ?? 0) + 1;
  return counts;
}

describe('a sweep of 31 repositories', () => {
  test('takes a list, two queries and one for the blobs of each; the second time nothing for blobs', async () => {
    house = await openHouse({ configuration: 'mode: enforce\n' });
    for (let index = 0; index < 30; index += 1)
      make(`r${index}`, { ...ALL_WELL, 'SECURITY.md': `${index}@city.example\n` });
    const configured = [...house.github.world.repositories.values()].find(({ name }) => name === '.github');
    if (configured === undefined) throw new Error('there is no .github');
    house.github.pushFiles(configured, { files: ALL_WELL, message: 'All well' });
    await house.refresh();
    const once = () => sweep(house.context, { installationId: house.installation.id, trigger: 'sweep' });

    expect(await costOf(once)).toEqual({ 'GET /installation/repositories': 1, 'POST /graphql': 4 });
    expect(await costOf(once)).toEqual({ 'GET /installation/repositories': 1, 'POST /graphql': 2 });
    expect(writesOf(house)).toEqual([]);
  });

  test('that have manifests, texts in LICENSES and sources takes no more: their files ride along', async () => {
    house = await openHouse({ configuration: 'mode: enforce\n' });
    Object.assign(house.context, { policies: POLICIES });
    for (let index = 0; index < 30; index += 1) {
      make(`r${index}`, {
        ...ALL_WELL,
        'package.json': `{ "license": "MIT", "version": "${index}" }`,
        'LICENSES/MIT.txt': MIT,
        'src/a.ts': `// ${index}\n`,
        'src/b.ts': `// b${index}\n`,
      });
    }
    await house.refresh();
    const once = () => sweep(house.context, { installationId: house.installation.id, trigger: 'sweep' });

    expect((await costOf(once))['POST /graphql']).toBe(4);
    expect((await costOf(once))['POST /graphql']).toBe(2);
  });

  test('that GitHub cannot answer at once is asked for in halves, and loses none', async () => {
    house = await openHouse({ configuration: 'mode: enforce\n' });
    for (let index = 0; index < 30; index += 1) make(`r${index}`);
    await house.refresh();
    const rule = house.github.faults.add({
      route: 'POST /graphql',
      call: ({ body }) => {
        const { ids } = Object(body.variables);
        return Array.isArray(ids) && ids.length > 7;
      },
      fault: { kind: 'status', status: 502, body: {} },
    });
    await house.sweep();

    expect(rule.hits).toBeGreaterThan(0);
    const known = await house.store.asInstallation(house.installation.id, (db) =>
      db.selectFrom('repository').select('name').execute(),
    );
    expect(known).toHaveLength(31);
  });
});

describe('a push', () => {
  test('that removes the licence: one query, one look for an issue, one issue', async () => {
    house = await openHouse({ configuration: 'mode: enforce\nproposals: false\n' });
    const stops = make('stops');
    await house.refresh();
    await house.audit(stops);
    house.github.pushFiles(stops, { deletes: ['LICENSE'], message: 'Oh' });

    expect(await costOf(() => house.audit(stops))).toEqual({
      'POST /graphql': 1,
      'GET /repos/{owner}/{repo}/issues': 1,
      'POST /repos/{owner}/{repo}/issues': 1,
    });
  });

  test('that brings it back: one query, one for the blob, one change of the issue', async () => {
    house = await openHouse({ configuration: 'mode: enforce\nproposals: false\n' });
    const { LICENSE: _, ...bare } = ALL_WELL;
    const stops = make('stops', bare);
    await house.refresh();
    await house.audit(stops);
    house.github.pushFiles(stops, { files: { LICENSE: MIT }, message: 'Mend' });

    expect(await costOf(() => house.audit(stops))).toEqual({
      'POST /graphql': 2,
      'PATCH /repos/{owner}/{repo}/issues/{issue_number}': 1,
    });
  });

  test('that changes nothing: one query', async () => {
    house = await openHouse({ configuration: 'mode: enforce\n' });
    const stops = make('stops');
    await house.refresh();
    await house.audit(stops);

    expect(await costOf(() => house.audit(stops))).toEqual({ 'POST /graphql': 1 });
  });

  test('in an organisation whose governance repository is not there costs no more', async () => {
    house = await openHouse({ configuration: 'mode: enforce\ngovernanceRepository: nowhere\n' });
    const stops = make('stops');
    await house.refresh();
    await house.audit(stops);

    expect((await costOf(() => house.audit(stops)))['POST /graphql']).toBeLessThanOrEqual(2);
  });
});

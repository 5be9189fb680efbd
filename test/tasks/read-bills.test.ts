import { afterEach, describe, expect, test } from '@jest/globals';
import { latestMeasurements } from '../../src/store/evidence.ts';
import { tendReports } from '../../src/tasks/tend-reports.ts';
import type { Json, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { only, requestsOf } from './on-github.ts';

let house: House;
let now = new Date();
afterEach(() => house.close());

const MINUTE = 60_000;
const DAY = 86_400_000;
const ASK = 'GET /repos/{owner}/{repo}/dependency-graph/sbom/generate-report';
const FETCH = 'GET /repos/{owner}/{repo}/dependency-graph/sbom/fetch-report/{sbom_uuid}';
const DOWNLOAD = 'GET /sbom-downloads/{id}';

const pack = (name: string, license = 'MIT'): Json => ({
  SPDXID: `SPDXRef-${name}`,
  name,
  licenseDeclared: license,
  externalRefs: [
    { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: `pkg:npm/${name}@1.0.0` },
  ],
});

async function open(): Promise<void> {
  now = new Date('2026-11-25T06:00:00Z');
  house = await openHouse({ configuration: 'governance:\n  evidence: {}\n', now: () => now });
  house.github.clock.set(now.toISOString());
  await house.refresh();
}

function repository(name: string, packages: readonly Json[] | null, readyAfter = 0): Repository {
  const settings = packages === null ? {} : { dependencyGraph: { packages, readyAfter } };
  return house.github.createRepository({ owner: house.organization, name, files: { 'README.md': 'x' }, settings });
}

function town(): Repository {
  return only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
}

const daily = () => tendReports(house.context, { installationId: house.installation.id });
const goOn = () => tendReports(house.context, { installationId: house.installation.id, isBills: true });

function pass(milliseconds: number): void {
  now = new Date(now.getTime() + milliseconds);
  house.github.clock.set(now.toISOString());
  house.github.resetRequests();
}

async function said(key: string) {
  return (await house.store.asInstallation(house.installation.id, latestMeasurements)).get(key);
}

const bills = () => requestsOf(house).filter((route) => route.includes('sbom'));
const later = () => house.enqueued.filter(({ key }) => key.endsWith(':bills'));

describe('bills of materials', () => {
  test('are asked for, waited for as a later job, and read when they are ready', async () => {
    await open();
    house.github.editRepository(town(), { settings: { dependencyGraph: { packages: [] } } });
    repository('bus-stops', [pack('hono'), pack('left-pad', 'NOASSERTION')], 5 * MINUTE);
    repository('trees', [pack('hono')]);
    await house.sweep();
    await daily();
    expect(later()).toMatchObject([{ queue: 'report', startAfterSeconds: 600 }]);
    expect(await said('own-code-dependencies-known')).toMatchObject({ outcome: 'no-evidence', figure: { value: 0 } });

    pass(MINUTE);
    await goOn();
    expect(bills().toSorted()).toEqual([DOWNLOAD, DOWNLOAD, FETCH, FETCH, FETCH].toSorted());
    expect(later()).toHaveLength(2);
    expect(await said('own-code-dependencies-known')).toMatchObject({ figure: { value: 33.3 } });

    pass(5 * MINUTE);
    await goOn();
    expect(bills()).toEqual([FETCH, DOWNLOAD]);
    expect(later()).toHaveLength(2);
    expect(await said('own-code-dependencies-known')).toMatchObject({
      figure: { value: 66.6 },
      says: 'The dependencies of 2 of 3 (66.6 %) active repositories are known. Licences of 2 packages: MIT 1, not known 1 (50 %).',
    });
    expect(await said('impactful-communities-identified')).toMatchObject({
      outcome: 'supported',
      records: [
        { about: 'pkg:npm/hono', amount: 2 },
        { about: 'pkg:npm/left-pad', amount: 1 },
      ],
    });
    expect(await said('analysis-tools-in-use')).toMatchObject({ outcome: 'supported' });

    pass(DAY);
    await daily();
    expect(bills()).toEqual([]);
  });

  test('are asked for again when GitHub no longer keeps the report, or never wrote it', async () => {
    await open();
    repository('bus-stops', [pack('hono')], 30 * DAY);
    await house.sweep();
    await daily();
    pass(DAY + MINUTE);
    await goOn();
    // The token is a day old, and so the first request is made twice.
    expect([...new Set(bills())]).toEqual([FETCH, ASK]);

    pass(8 * DAY);
    await goOn();
    expect(bills()).toContain(FETCH);
    expect(bills().filter((route) => route === ASK).length).toBeGreaterThan(0);
  });

  test('are read again after a week, and what is new since then is told', async () => {
    await open();
    const stops = repository('bus-stops', [pack('hono')]);
    await house.sweep();
    await daily();
    await goOn();
    expect(await said('untracked-software-found')).toMatchObject({ outcome: 'no-evidence', figure: { value: 1 } });
    house.github.editRepository(stops, { settings: { dependencyGraph: { packages: [pack('hono'), pack('zod')] } } });
    pass(7 * DAY);
    await daily();
    await goOn();

    expect(await said('untracked-software-found')).toMatchObject({
      outcome: 'supported',
      records: [{ date: '2026-11-25' }, { date: '2026-12-02', says: 'new since the one before: pkg:npm/zod' }],
    });
  });

  test('cannot be seen where GitHub has none at all, as on a server without them', async () => {
    await open();
    repository('bus-stops', null);
    await house.sweep();
    await daily();

    for (const key of ['own-code-dependencies-known', 'inventory-maintained', 'impactful-communities-identified']) {
      expect(await said(key)).toMatchObject({
        outcome: 'no-evidence',
        figure: null,
        says: 'This cannot be seen: GitHub has no bill of materials of any repository: the dependency graph is off, or this server writes no bills of materials.',
      });
    }
    pass(DAY);
    await daily();
    expect(bills()).toEqual([]);
  });

  test('that cannot be downloaded are an outage, and tried again', async () => {
    await open();
    repository('bus-stops', [pack('hono')]);
    await house.sweep();
    await daily();
    const fault = house.github.faults.add({ route: DOWNLOAD, call: 1, fault: { kind: 'htmlBody' } });
    await expect(goOn()).rejects.toMatchObject({ kind: 'outage' });
    expect(fault.hits).toBe(1);
    await goOn();

    expect(await said('own-code-dependencies-known')).toMatchObject({ figure: { counting: 1 } });
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { known } from '../../src/core/fact.ts';
import type { VerdictOutcome } from '../../src/core/verdict.ts';
import { recordAudit } from '../../src/store/audits.ts';
import { saveConfiguration } from '../../src/store/configurations.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { json } from '../../src/store/json.ts';
import { saveRepository } from '../../src/store/repositories.ts';
import { createTestStore, oneTestDatabase, type TestStore } from '../support/database.ts';
import { misfits } from '../support/report-schema.ts';
import { aSnapshot } from '../support/snapshot.ts';
import { aVerdict } from '../support/verdicts.ts';

const CITY = 7;
let store: TestStore;

const report = (...args: readonly string[]) => portreeve('report', ...args);

async function portreeve(...args: readonly string[]) {
  let out = '';
  let err = '';
  const plain = { isColoured: false, width: null };
  const code = await run(args, {
    folder: '/',
    out: { ...plain, write: (text) => (out += text) },
    err: { ...plain, write: (text) => (err += text) },
    now: () => new Date('2026-11-25T12:00:00Z'),
    environment: { DATABASE_URL: store.databaseUrl },
    isDebugged: false,
  });
  return { code, out, err };
}

function install(installationId: number, accountLogin: string): Promise<void> {
  const about = { accountId: installationId, accountType: 'Organization' as const, permissions: {}, suspendedAt: null };
  return store.asInstallation(installationId, (db) => saveInstallation(db, { installationId, accountLogin, ...about }));
}

async function audit(at: string, outcome: VerdictOutcome, name = 'bus-stops'): Promise<void> {
  const repositoryId = name === 'bus-stops' ? 1 : 2;
  const visibility = name === 'bus-stops' ? 'public' : 'private';
  const seen = { installationId: CITY, repositoryId, nodeId: `R_${repositoryId}`, owner: 'city', name };
  const licenses = known([]);
  const verdicts = [aVerdict({ policy: 'readme', outcome }), aVerdict({ policy: 'support', disclosure: 'restricted' })];
  await store.asInstallation(CITY, async (db) => {
    const branch = { archived: false, defaultBranch: 'main', headSha: 'a'.repeat(40) };
    const snapshot = aSnapshot({ licenses }, { name, visibility });
    await saveRepository(db, { ...seen, ...branch, visibility, snapshot }, new Date(at));
    const about = { installationId: CITY, repositoryId, subject: `city/${name}`, commit: null, trigger: 'sweep' };
    await recordAudit(db, { ...about, mode: 'observe', configurationSha: null, at: new Date(at), verdicts });
  });
}

describe.each(oneTestDatabase())('portreeve report on $name', (backend) => {
  beforeAll(async () => {
    store = await createTestStore(backend);
    expect((await report()).err).toContain('No organisation has the app yet.');
    await install(CITY, 'City');
    await audit('2026-09-01T00:00:00Z', 'fail');
    await audit('2026-11-20T00:00:00Z', 'pass');
    await audit('2026-11-20T00:00:00Z', 'fail', 'secret-plans');
    const file = {
      repositoryId: 3,
      path: '.github/.github/portreeve.yml',
      commit: 'c'.repeat(40),
      text: 'language: nl\nexemptions:\n  - { policy: support, repositories: [bus-stops], reason: It moves., approver: ada, until: 2026-12-01 }\n',
    };
    const result = { status: 'in-force' as const, problems: json([]) };
    await store.asInstallation(CITY, (db) => saveConfiguration(db, CITY, file, result, new Date()));
  });
  afterAll(() => store.close());

  test('the JSON tells what stands and what changed since', async () => {
    const { code, out } = await report('city', '--format', 'json');
    expect(code).toBe(0);
    expect(misfits(JSON.parse(out))).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      organization: 'City',
      since: '2026-10-26T12:00:00.000Z',
      coverage: { now: { pass: 3, fail: 1 }, before: { pass: 1, fail: 1 } },
      changes: { mended: 1, broken: 0, found: 1 },
      exemptions: [{ repository: 'city/bus-stops', policy: 'support', until: '2026-12-01', daysLeft: 6 }],
      contributions: null,
      goals: null,
    });
    const later = JSON.parse((await report('--since', '2026-11-22', '--format', 'json')).out);
    expect(later.changes).toEqual({ mended: 0, broken: 0, found: 0 });
  });

  test('for everybody, what is not public is left out, exemptions from such policies too', async () => {
    const { out } = await report('--format', 'json', '--public');
    expect(out).not.toMatch(/secret-plans|support"/);
    expect(JSON.parse(out)).toMatchObject({ leftOut: 1, coverage: { now: { pass: 1, fail: 0 } } });
  });

  test('it speaks the organisation’s language, or the one that is asked for', async () => {
    expect((await report()).out).toContain('<html lang="nl">');
    expect((await report('--language', 'de', '--format', 'markdown')).out).toContain('# Open Source bei City');
    expect((await report('--format', 'csv')).out).toContain('city/bus-stops,public,readme,warning,pass,fail,');
  });

  test.each([
    [['--since', '2026-02-30'], '--since is not a day'],
    [['--since', 'yesterday'], '--since is not a day'],
    [['--since', '2026-11-26'], '--since is not in the past'],
    [['--language', 'ne'], 'There is no language ne, only en, fr, de, es, it, nl, pt. Did you mean'],
    [['--format', 'pdf'], 'There is no format pdf'],
    [['a', 'b'], 'One organisation at a time.'],
    [['village'], 'No organisation village has the app.'],
  ])('%j', async (args, problem) => {
    const { code, out, err } = await report(...args);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(problem)]);
  });

  test('the guide tells what is in force', async () => {
    const { code, out } = await portreeve('guide');
    expect([code, out]).toEqual([0, expect.stringContaining('# Wat City van zijn open source vraagt')]);
    expect(out).toContain('| bus-stops |');
    expect((await portreeve('guide', '--format', 'html', '--language', 'en')).out).toContain('<html lang="en">');
  });

  test.each([
    [['guide', 'village'], 'No organisation village has the app.'],
    [['guide', '--config', 'x.yml'], 'Say what the organisation is called'],
    [['guide', 'City', '--config', 'x.yml'], 'x.yml'],
    [['guide', '--format', 'json'], 'There is no format json'],
  ])('%j', async (args, problem) => {
    const { code, out, err } = await portreeve(...args);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(problem)]);
  });

  test('where several have the app, one is to be named', async () => {
    await install(8, 'village');
    expect((await report()).err).toContain('Several organisations have the app: name one of City, village.');
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Kysely, PostgresDialect } from 'kysely';
import { known } from '../../src/core/fact.ts';
import type { VerdictOutcome } from '../../src/core/verdict.ts';
import { recordAudit } from '../../src/store/audits.ts';
import { up } from '../../src/store/migrations/0024-audit-outcomes.ts';
import { outcomeHistories } from '../../src/store/outcome-histories.ts';
import { markRemoved, saveRepository } from '../../src/store/repositories.ts';
import { repositoryRecords } from '../../src/store/repository-records.ts';
import { createTestStore, type TestStore, testDatabases } from '../support/database.ts';
import { aSnapshot } from '../support/snapshot.ts';

const CITY = 1;
const day = (text: string) => new Date(`2026-${text}T12:00:00Z`);
const MOMENTS = [day('11-01'), day('11-08'), day('11-15')];

describe.each(testDatabases())('on $name', (backend) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await createTestStore(backend);
  });
  afterEach(() => store.close());

  async function see(repositoryId: number, snapshot = aSnapshot()): Promise<void> {
    const name = `site-${repositoryId}`;
    const seen = { installationId: CITY, repositoryId, nodeId: `R_${repositoryId}`, owner: 'city', name, snapshot };
    await store.asInstallation(CITY, (db) =>
      saveRepository(
        db,
        { ...seen, visibility: 'public', archived: false, defaultBranch: 'main', headSha: 'a'.repeat(40) },
        day('11-15'),
      ),
    );
  }

  async function audit(
    at: Date,
    outcomes: Readonly<Record<string, VerdictOutcome>>,
    { repositoryId = 10, installationId = CITY, subject = 'city/site' } = {},
  ): Promise<void> {
    const verdicts = Object.entries(outcomes).map(([policy, outcome]) => ({
      ...{ policy, outcome, reason: null, findings: [] },
      severity: at < day('11-10') ? ('warning' as const) : ('error' as const),
      disclosure: policy === 'secret' ? ('restricted' as const) : ('public' as const),
    }));
    const about = { installationId, repositoryId, subject, commit: null, trigger: 'sweep', mode: 'observe' as const };
    await store.asInstallation(installationId, (db) =>
      recordAudit(db, { ...about, configurationSha: null, at, verdicts }),
    );
  }

  const histories = async () =>
    (await store.asInstallation(CITY, (db) => outcomeHistories(db, MOMENTS))).map(
      ({ repositoryId, policy, outcomes, severity, disclosure }) =>
        `${repositoryId} ${policy} ${outcomes} ${severity} ${disclosure}`,
    );

  test('the newest audit until a moment holds there, and until the next one', async () => {
    await see(10);
    await audit(day('10-20'), { readme: 'fail', support: 'unknown', secret: 'exempt' });
    await audit(day('11-02'), { readme: 'fail' });
    await audit(day('11-14'), { readme: 'not-applicable', license: 'pass' });
    await audit(day('11-14'), { readme: 'pass', license: 'pass' });
    await audit(day('11-16'), { readme: 'fail', license: 'fail' });
    expect(await histories()).toEqual([
      '10 license --p error public',
      '10 readme ffp error public',
      '10 secret e-- warning restricted',
      '10 support u-- warning public',
    ]);
  });

  test('pull requests, repositories that are gone and other organisations count for nothing', async () => {
    await see(10);
    await see(11);
    await audit(day('11-01'), { readme: 'pass' });
    await audit(day('11-02'), { readme: 'fail' }, { subject: 'city/site#7' });
    await audit(day('11-02'), { readme: 'fail' }, { repositoryId: 11 });
    await audit(day('11-02'), { readme: 'fail' }, { installationId: 2 });
    await store.asInstallation(CITY, (db) => markRemoved(db, 11, day('11-03')));
    expect(await histories()).toEqual(['10 readme ppp warning public']);
  });

  test('audits from before the short text get the same text from their verdicts', async () => {
    await see(10);
    await audit(day('10-20'), { 'readme-file': 'not-applicable', readme: 'fail', secret: 'exempt' });
    await audit(day('11-14'), { readme: 'unknown', license: 'pass' });
    const read = () =>
      store.asInstallation(CITY, (db) => db.selectFrom('audit').select(['audit_id', 'outcomes']).execute());
    const before = await read();
    const client = await store.pool.connect();
    try {
      await client.query('alter table portreeve.audit drop column outcomes');
      const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: store.pool }) });
      await db.transaction().execute(up);
    } finally {
      client.release();
    }
    expect((await read()).toSorted((a, b) => a.audit_id - b.audit_id)).toEqual(before);
    expect(before.map(({ outcomes }) => outcomes)).toEqual([
      'readme:fwp readme-file:nwp secret:ewr',
      'license:pep readme:uep',
    ]);
  });

  test('of a repository is read what is counted, and no more', async () => {
    const entry = (path: string, text: string) => ({
      path,
      kind: 'file' as const,
      content: { kind: 'text' as const, text },
    });
    await see(10);
    await see(
      11,
      aSnapshot({
        files: known({
          entries: [
            entry('CODEOWNERS', '* @city/nobody\n'),
            entry('.github/CODEOWNERS', '* @city/maps\n'),
            entry('publiccode.yml', 'usedBy: [Gent]\n'),
            { path: 'docs/CODEOWNERS', kind: 'file', content: null },
          ],
        }),
      }),
    );
    const records = await store.asInstallation(CITY, (db) => repositoryRecords(db));
    expect(records).toMatchObject([
      { repositoryId: 10, name: 'site-10', visibility: 'public', isArchived: false, isFork: false },
      { repositoryId: 11, publiccode: 'usedBy: [Gent]\n', codeOwners: '* @city/maps\n' },
    ]);
    expect(records[0]).toMatchObject({ publiccode: null, codeOwners: null });
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import { askErasure } from '../../src/store/erasure-requests.ts';
import { forgetInstallation, saveInstallation } from '../../src/store/installations.ts';
import { json } from '../../src/store/json.ts';
import { appendSignature, ledgerPlace } from '../../src/store/ledger.ts';
import { openStore } from '../../src/store/open-store.ts';
import { APP_ROLE, OPERATOR_ROLE } from '../../src/store/roles.ts';
import type { Database, Db } from '../../src/store/tables.ts';
import { createTestDatabase, createTestStore, type TestStore, testDatabases } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';

const OURS = 1;
const THEIRS = 2;
const DELIVERY = '00000000-0000-4000-8000-000000000000';

const A_SIGNATURE = {
  content: {
    kind: 'signed',
    at: '2026-03-01T10:00:00.000Z',
    agreement: 'individual',
    revision: 'a'.repeat(64),
    language: 'en',
    how: 'comment',
    policy: null,
  },
  personal: { accountId: 4711, once: 'comment:1:individual' },
} as const;

/** One row of each table. */
async function fill(db: Db, installation_id: number): Promise<void> {
  const id = `${DELIVERY}${installation_id}`;
  await saveInstallation(db, {
    installationId: installation_id,
    accountId: installation_id,
    accountLogin: 'acme',
    accountType: 'Organization',
    permissions: {},
    suspendedAt: null,
  });
  await sql`insert into repository (installation_id, repository_id, node_id, owner, name, visibility, archived)
    values (${installation_id}, 1, 'R_1', 'acme', 'anvil', 'public', false)`.execute(db);
  await sql`insert into blob (installation_id, oid, content) values (${installation_id}, 'a', '{}')`.execute(db);
  await sql`insert into configuration (installation_id, repository_id, path, commit_sha, text, status, problems)
    values (${installation_id}, 1, 'p', 'c', 't', 'in-force', '[]')`.execute(db);
  await sql`with a as (insert into audit (installation_id, repository_id, subject, trigger, mode)
      values (${installation_id}, 1, 's', 't', 'm') returning audit_id)
    insert into verdict (audit_id, installation_id, policy, outcome, severity, disclosure, findings)
    select audit_id, ${installation_id}, 'p', 'pass', 'info', 'public', '[]' from a`.execute(db);
  await sql`insert into artifact (installation_id, key, kind, repository_id, details, intent_status)
    values (${installation_id}, 'k', 'issue', 1, '{}', 'done')`.execute(db);
  await sql`insert into action (installation_id, repository_id, kind, key, outcome, requests, detail)
    values (${installation_id}, 1, 'k', 'k', 'written', 1, '{}')`.execute(db);
  await sql`insert into delivery (delivery_id, installation_id, event)
    values (${id}, ${installation_id}, 'push')`.execute(db);
  await sql`insert into delivery_task (delivery_id, installation_id, queue, key)
    values (${id}, ${installation_id}, 'repository', 'k')`.execute(db);
  await sql`insert into missing_delivery (delivery_id, installation_id, log_id, event, delivered_at)
    values (${id}, ${installation_id}, '1', 'push', now())`.execute(db);
  await sql`insert into sweep (installation_id, started_at) values (${installation_id}, now())`.execute(db);
  await sql`insert into setting (name, value, installation_id)
    values (${`s${installation_id}`}, '1', ${installation_id})`.execute(db);
  await sql`insert into brake (installation_id) values (${installation_id})`.execute(db);
  await sql`insert into planned (installation_id, basis, repository_id, plan)
    values (${installation_id}, 'in-force', 1, '{}')`.execute(db);
  await sql`insert into approved_write (installation_id, name, approved_at)
    values (${installation_id}, 'n', now())`.execute(db);
  await sql`insert into approval (installation_id, hash, reason, repositories, approver, at)
    values (${installation_id}, 'h', 'r', 1, 'a', now())`.execute(db);
  await sql`insert into contribution
    (installation_id, repository_id, number, node_id, kind, account_id, is_first, opened_at)
    values (${installation_id}, 1, 1, 'PR_1', 'pull-request', 1, true, now())`.execute(db);
  await sql`insert into activity (installation_id, repository_id, read_at, activity)
    values (${installation_id}, 1, now(), '{}')`.execute(db);
  await sql`insert into contributor (installation_id, account_id, language, chosen_at)
    values (${installation_id}, 1, 'nl', now())`.execute(db);
  await sql`insert into organization_fact (installation_id, name, fact, read_at)
    values (${installation_id}, 'f', '{}', now())`.execute(db);
  await sql`insert into attestation (installation_id, repository_id, comment_id, key, account_id, login, at, until, note)
    values (${installation_id}, 1, 1, 'k', 1, 'a', now(), now(), 'n')`.execute(db);
  await sql`insert into bill_of_materials (installation_id, repository_id) values (${installation_id}, 1)`.execute(db);
  await sql`insert into component (installation_id, name, since) values (${installation_id}, 'c', now())`.execute(db);
  await sql`insert into evidence (installation_id, key, since, measured_on, print, measurement)
    values (${installation_id}, 'k', now(), now(), 'p', '{}')`.execute(db);
  await sql`insert into sign_off_override (installation_id, repository_id, number, comment_id, account_id, login, role,
      reason, shas, given_at, expires_at)
    values (${installation_id}, 1, 1, 1, 1, 'a', 'admin', 'r', '[]', now(), now())`.execute(db);
  await sql`insert into board (installation_id, repository_id, is_public)
    values (${installation_id}, 1, false)`.execute(db);
  await sql`insert into board_activity
    (installation_id, repository_id, activity, number, url, is_open, state, said, owners, own_done, own_total)
    values (${installation_id}, 1, 'GGI-A-17', 1, 'u', true, 'done', '[]', '[]', 0, 0)`.execute(db);
  await sql`insert into board_point (installation_id, repository_id, key, is_ticked)
    values (${installation_id}, 1, 'k', true)`.execute(db);
  await sql`insert into board_change (installation_id, repository_id, activity, subject, value, at, source)
    values (${installation_id}, 1, 'GGI-A-17', 'state', 'done', now(), 'seen')`.execute(db);
  await appendSignature(db, installation_id, A_SIGNATURE, new Date());
  await askErasure(db, await ledgerPlace(db, installation_id), { accountId: 4711, login: 'ada' }, new Date());
  await sql`insert into agreement_revision (installation_id, agreement_id, repository_id, repository, commit_sha, since)
    values (${installation_id}, 'a', 1, '.github', 'c', now())`.execute(db);
  await sql`insert into contribution_person (installation_id, repository_id, number, account_id, node_id)
    values (${installation_id}, 1, 1, 1, 'R_1')`.execute(db);
  await sql`insert into member (installation_id, account_id) values (${installation_id}, 1)`.execute(db);
  await sql`insert into team_member (installation_id, team, account_id)
    values (${installation_id}, 't', 1)`.execute(db);
  await sql`insert into company_request (installation_id, kind, agreement_id, company_name, fields, account_id, login, asked_at)
    values (${installation_id}, 'sign', 'a', 'C', '{}', 1, 'a', now())`.execute(db);
}

const TABLES: (keyof Database)[] = [
  'missing_delivery',
  'installation',
  'repository',
  'blob',
  'configuration',
  'audit',
  'verdict',
  'artifact',
  'action',
  'delivery',
  'delivery_task',
  'sweep',
  'setting',
  'brake',
  'planned',
  'approved_write',
  'approval',
  'contribution',
  'contributor',
  'organization_fact',
  'attestation',
  'bill_of_materials',
  'component',
  'evidence',
  'sign_off_override',
  'activity',
  'agreement_revision',
  'contribution_person',
  'member',
  'team_member',
  'company_request',
  'board',
  'board_activity',
  'board_point',
  'board_change',
];
/** What the app may only add to. */
const APPEND_ONLY: (keyof Database)[] = [
  'action',
  'approval',
  'sign_off_override',
  'agreement_revision',
  'attestation',
];
/** What nobody may change, and what outlives an installation: organisations that come back have signatures still. */
const LEDGER = ['ledger_entry', 'ledger_person', 'erasure_request'] as const satisfies (keyof Database)[];

describe.each(testDatabases())('A31: tenants on $name', (backend) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await createTestStore(backend);
    await store.asInstallation(OURS, (db) => fill(db, OURS));
    await store.asInstallation(THEIRS, (db) => fill(db, THEIRS));
  });
  afterAll(() => store.close());

  test('every table is guarded, also against its owner', async () => {
    const { rows } = await store.pool.query(
      `select relname, relrowsecurity and relforcerowsecurity as guarded, pg_get_userbyid(relowner) as owner
       from pg_class where relnamespace = 'portreeve'::regnamespace and relkind = 'r' and relname not like 'kysely%'
       order by relname`,
    );

    expect(rows.map(({ relname }) => relname)).toEqual([...TABLES, ...LEDGER].sort());
    expect(rows.every(({ guarded }) => guarded)).toBe(true);
    expect(rows.some(({ owner }) => owner === APP_ROLE || owner === OPERATOR_ROLE)).toBe(false);
  });

  test.each([...TABLES, ...LEDGER])('%s: only one’s own rows are read', async (table) => {
    const mine = await store.asInstallation(OURS, (db) => db.selectFrom(table).select('installation_id').execute());
    const all = await store.asOperator((db) => db.selectFrom(table).select('installation_id').execute());

    expect(mine.map((row) => row.installation_id)).toEqual([OURS]);
    expect(all.map((row) => row.installation_id).sort()).toEqual([OURS, THEIRS]);
  });

  test.each(TABLES.filter((table) => !APPEND_ONLY.includes(table)))(
    '%s: another’s rows cannot be changed',
    async (table) => {
      const changes = await store.asInstallation(OURS, async (db) => {
        const update = await sql`update ${sql.table(table)} set installation_id = ${OURS}
        where installation_id = ${THEIRS}`.execute(db);
        const deletion = await sql`delete from ${sql.table(table)} where installation_id = ${THEIRS}`.execute(db);
        return [update.numAffectedRows, deletion.numAffectedRows];
      });
      expect(changes).toEqual([0n, 0n]);
    },
  );

  test('rows cannot be written for another, nor given to another', async () => {
    const insert = store.asInstallation(OURS, (db) =>
      db
        .insertInto('blob')
        .values({ installation_id: THEIRS, oid: 'x', content: json({ kind: 'binary' as const }) })
        .execute(),
    );
    const give = store.asInstallation(OURS, (db) =>
      db.updateTable('blob').set({ installation_id: THEIRS }).where('oid', '=', 'a').execute(),
    );

    await expect(insert).rejects.toThrow('row-level security');
    await expect(give).rejects.toThrow('row-level security');
  });

  test('a verdict cannot hang on another’s audit', async () => {
    const [audit] = await store.asInstallation(THEIRS, (db) => db.selectFrom('audit').select('audit_id').execute());
    const probe = store.asInstallation(OURS, (db) =>
      sql`insert into verdict (audit_id, installation_id, policy, outcome, severity, disclosure, findings)
        values (${audit?.audit_id}, ${OURS}, 'x', 'pass', 'info', 'public', '[]')`.execute(db),
    );
    await expect(probe).rejects.toThrow('foreign key');
  });

  test('the role and the installation end with the transaction', async () => {
    await store.asInstallation(OURS, async () => {});
    const { rows } = await store.pool.query(
      "select current_user = session_user as self, current_setting('portreeve.installation', true) as installation",
    );
    expect(rows).toEqual([{ self: true, installation: '' }]);
  });

  test('A40: the log of actions is appended to, never changed', async () => {
    const attempts = [
      () => store.asInstallation(OURS, (db) => sql`update action set kind = 'x'`.execute(db)),
      () => store.asInstallation(OURS, (db) => sql`delete from action`.execute(db)),
      () => store.asOperator((db) => sql`update action set kind = 'x'`.execute(db)),
    ];

    // One after the other: a promise that is refused while another is awaited counts as unhandled.
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow('permission denied');
  });

  test.each([APP_ROLE, OPERATOR_ROLE])('%s cannot log in, sees no other schema and makes no tables', async (role) => {
    const { rows } = await store.pool.query(
      `select rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
        has_schema_privilege(rolname, 'pgboss', 'usage') as queue,
        has_schema_privilege(rolname, 'portreeve', 'create') as creates from pg_roles where rolname = $1`,
      [role],
    );
    expect(Object.values(rows[0] ?? { none: true }).some(Boolean)).toBe(false);
  });

  test('an id that is none is refused before it reaches the database', () => {
    expect(() => store.asInstallation(Number.NaN, async () => {})).toThrow(TypeError);
    expect(() => store.asInstallation(2 ** 53, async () => {})).toThrow(TypeError);
  });

  test('what is forgotten is gone everywhere, what is another’s stays', async () => {
    const uninstall = (daysAgo: number) =>
      store.pool.query(
        `update portreeve.installation set uninstalled_at = now() - $1 * interval '1 day' where installation_id = $2`,
        [daysAgo, THEIRS],
      );
    const forget = () => store.asOperator((db) => forgetInstallation(db, THEIRS));
    // Meanwhile it may have come back, or been known again for less long.
    expect(await forget()).toBe(false);
    await uninstall(29);
    expect(await forget()).toBe(false);
    await uninstall(31);
    expect(await forget()).toBe(true);
    // Whatever table has the column: a new one that is not forgotten fails here.
    const { rows } = await store.pool.query<{ table_name: keyof Database }>(
      `select table_name from information_schema.columns
       where table_schema = 'portreeve' and column_name = 'installation_id' order by table_name`,
    );
    expect(rows.map(({ table_name }) => table_name)).toEqual([...TABLES, ...LEDGER].toSorted());
    const left = await Promise.all(
      rows.map(async ({ table_name }) => {
        const found = await store.asOperator((db) => db.selectFrom(table_name).select('installation_id').execute());
        return [table_name, found.map((row) => row.installation_id)];
      }),
    );
    const isLedger = (table: string) => LEDGER.some((name) => name === table);
    expect(left).toEqual(
      [...TABLES, ...LEDGER].toSorted().map((table) => [table, isLedger(table) ? [OURS, THEIRS] : [OURS]]),
    );
  });
});

describe.each(testDatabases())('opening a database on $name', (backend) => {
  const open = (databaseUrl: string) => openStore({ databaseUrl, dataFolder: '', log: silentLog });

  test('several processes may come to an empty one at once', async () => {
    const { databaseUrl, drop } = await createTestDatabase(backend, 'empty');
    const stores = await Promise.all(Array.from({ length: 4 }, () => open(databaseUrl)));
    const counts = await Promise.all(
      stores.map((store) => store.pool.query('select count(*)::int as n from portreeve.kysely_migration')),
    );

    expect(new Set(counts.map(({ rows }) => rows[0].n)).size).toBe(1);
    for (const store of stores) await store.close();
    await drop();
  });

  test('one that a newer version has changed is refused', async () => {
    const { databaseUrl, drop } = await createTestDatabase(backend);
    const store = await open(databaseUrl);
    await store.pool.query(`insert into portreeve.kysely_migration values ('9999-future', now()::text)`);
    await store.close();

    await expect(open(databaseUrl)).rejects.toThrow(
      'a newer Portreeve, whose changes this one does not know: 9999-future',
    );
    await drop();
  });

  test('an ordinary user that owns its database is enough; without the right to make roles it is told what to do', async () => {
    const { databaseUrl, drop } = await createTestDatabase(backend, 'empty');
    const name = new URL(databaseUrl).pathname.slice(1);
    const user = `owner_of_${name}`;
    const administrator = new pg.Client({ connectionString: databaseUrl });
    await administrator.connect();
    await administrator.query(`create role ${user} login password 'pass'`);
    await administrator.query(`alter database ${name} owner to ${user}`);
    const url = new URL(databaseUrl);
    url.username = user;
    url.password = 'pass';
    const refusal = await open(url.href).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'database-roles' });
    const grant = /grant [^;]+;/.exec(String(refusal))?.[0] ?? '';
    expect(grant).toContain(`grant ${APP_ROLE}, ${OPERATOR_ROLE} to ${user}`);

    await administrator.query(grant);
    const version = await administrator.query("select current_setting('server_version_num')::int as number");
    const store = await open(url.href);
    await store.asInstallation(OURS, (db) => fill(db, OURS));
    const unseen = await store.pool.query('select * from portreeve.blob');
    await store.close();
    await administrator.end();
    await drop();
    const cleaner = new pg.Client({ connectionString: await backend.address() });
    await cleaner.connect();
    await cleaner.query(`drop role ${user}`);
    await cleaner.end();

    if (version.rows[0].number >= 160_000) expect(unseen.rows).toEqual([]);
  });

  test('a server that is not there is one sentence', async () => {
    await expect(open('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(
      'The database cannot be reached: connect ECONNREFUSED 127.0.0.1:1.',
    );
  });
});

import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { migrate, migrateOn } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { openStore } from '../../src/store/open-store.ts';
import { ensureRoles, OPERATOR_ROLE } from '../../src/store/roles.ts';
import { createTestDatabase, oneTestDatabase } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const [FIRST = '', ...LATER] = Object.keys(MIGRATIONS);
const AT = '2026-01-05T00:00:00Z';

/** One row or more of each of the first tables, of two organisations. */
const ROWS: Readonly<Record<string, readonly object[]>> = {
  installation: [7, 8].map((id) => ({
    ...{ installation_id: id, account_id: id * 10, account_login: `city-${id}`, account_type: 'Organization' },
    ...{ permissions: { contents: 'read' }, installed_at: AT, first_audit_at: AT },
  })),
  repository: [7, 8].map((id) => ({
    ...{ installation_id: id, repository_id: 1, node_id: 'R_1', owner: `city-${id}`, name: 'website' },
    ...{ visibility: 'public', archived: false, default_branch: 'main', head_sha: 'a1', facts: { a: 1 }, seen_at: AT },
  })),
  blob: [{ installation_id: 7, oid: 'b1', content: { text: 'MIT' }, seen_at: AT }],
  configuration: [
    {
      installation_id: 7,
      repository_id: 2,
      path: 'p',
      commit_sha: 'c',
      text: 'mode: enforce',
      status: 'in-force',
      problems: [],
      read_at: AT,
    },
  ],
  audit: [1, 2, 3].map((id) => ({
    ...{ audit_id: id, installation_id: id === 3 ? 8 : 7, repository_id: 1, subject: 'city/website', commit_sha: 'a1' },
    ...{ trigger: 'push', mode: 'enforce', configuration_sha: 'c', at: AT },
  })),
  verdict: [
    {
      audit_id: 1,
      installation_id: 7,
      policy: 'readme',
      outcome: 'not-applicable',
      severity: 'warning',
      disclosure: 'restricted',
      findings: [],
    },
    {
      audit_id: 1,
      installation_id: 7,
      policy: 'license-file',
      outcome: 'fail',
      severity: 'error',
      disclosure: 'public',
      findings: [{ code: 'missing' }],
    },
    {
      audit_id: 3,
      installation_id: 8,
      policy: 'support',
      outcome: 'unknown',
      severity: 'info',
      disclosure: 'public',
      reason: 'outage',
      findings: [],
    },
  ],
  artifact: [
    {
      installation_id: 7,
      key: 'issue:1',
      kind: 'issue',
      repository_id: 1,
      number: 4,
      details: {},
      intent_status: 'done',
      updated_at: AT,
    },
  ],
  action: [
    {
      action_id: 1,
      installation_id: 7,
      repository_id: 1,
      kind: 'issue',
      key: 'issue:1',
      outcome: 'written',
      requests: 1,
      detail: {},
      at: AT,
    },
  ],
  delivery: [
    {
      delivery_id: 'd1',
      installation_id: 7,
      event: 'push',
      repository_id: 1,
      body_sha256: '',
      received_at: AT,
      status: 'dispatched',
      attempts: 1,
    },
  ],
  delivery_task: [{ delivery_id: 'd1', installation_id: 7, queue: 'repository', key: 'k', dispatched_at: AT }],
  sweep: [{ installation_id: 7, started_at: AT, finished_at: AT, cursor: null, repositories: 3 }],
  setting: [{ name: 'marker-key', value: 'v', installation_id: 0 }],
};

const dataFolder = temporaryFolder();
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: pg.Client;
let before: object;

beforeEach(async () => {
  const [backend] = oneTestDatabase();
  if (backend === undefined) throw new Error('There is no database to test on');
  database = await createTestDatabase(backend, 'empty');
  client = new pg.Client({ connectionString: database.databaseUrl });
  await client.connect();
  await ensureRoles(client);
  await client.query('begin');
  await migrateOn(client, MIGRATIONS, FIRST);
  await client.query(`set local role ${OPERATOR_ROLE}`);
  for (const [table, rows] of Object.entries(ROWS)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].join(', ');
    await client.query(
      `insert into portreeve.${table} (${columns}) overriding system value
       select ${columns} from json_populate_recordset(null::portreeve.${table}, $1)`,
      [JSON.stringify(rows)],
    );
  }
  await client.query('commit');
  before = await readRows();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

/** Columns that later versions have no more. */
const GONE = ['body_sha256'];

/** What was put in, as it stands now, without what later versions have beside it. */
async function readRows(): Promise<object> {
  await client.query(`begin; set local role ${OPERATOR_ROLE}`);
  const seen: Record<string, unknown[]> = {};
  for (const [table, rows] of Object.entries(ROWS)) {
    const kept = rows.flatMap((row) => Object.keys(row)).filter((column) => !GONE.includes(column));
    const columns = [...new Set(kept)].join(', ');
    seen[table] = (await client.query(`select ${columns} from portreeve.${table} order by ${columns}`)).rows;
  }
  await client.query('commit');
  return seen;
}

async function outcomes(): Promise<unknown[]> {
  await client.query(`begin; set local role ${OPERATOR_ROLE}`);
  const { rows } = await client.query('select audit_id, outcomes from portreeve.audit order by audit_id');
  await client.query('commit');
  return rows.map(({ audit_id, outcomes }) => [Number(audit_id), outcomes]);
}

/** Tables, columns, rights, policies, triggers, indexes and constraints. */
async function schema(of: pg.Client): Promise<unknown[]> {
  const said: unknown[] = [];
  for (const text of [
    `select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
     where table_schema = 'portreeve'`,
    `select table_name, grantee, privilege_type from information_schema.role_table_grants
     where table_schema = 'portreeve' and grantee like 'portreeve%'`,
    "select tablename, policyname, roles::text, cmd, qual, with_check from pg_policies where schemaname = 'portreeve'",
    "select indexdef from pg_indexes where schemaname = 'portreeve'",
    `select conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint
     where connamespace = 'portreeve'::regnamespace`,
    'select tgrelid::regclass::text, tgname from pg_trigger where not tgisinternal',
  ]) {
    said.push((await of.query(text)).rows.map((row) => JSON.stringify(row)).sort());
  }
  return said;
}

const OUTCOMES = [
  [1, 'license-file:fep readme:nwr'],
  [2, ''],
  [3, 'support:uip'],
];

test('the first version’s database is brought up to date with all that it holds, after a backup of it', async () => {
  for (let time = 0; time < 2; time += 1) {
    const store = await openStore({ databaseUrl: database.databaseUrl, dataFolder, log: silentLog });
    await store.close();
  }

  expect(await readRows()).toEqual(before);
  expect(await outcomes()).toEqual(OUTCOMES);
  expect(readdirSync(dataFolder, { recursive: true }).filter((name) => String(name).endsWith('.backup'))).toHaveLength(
    1,
  );
});

test('whoever took each version in its turn has the same as who skipped all between', async () => {
  const pool = new pg.Pool({ connectionString: database.databaseUrl, max: 1 });
  for (const last of LATER) {
    const known = Object.entries(MIGRATIONS).filter(([name]) => name <= last);
    await migrate(pool, { migrations: Object.fromEntries(known) });
  }
  await pool.end();

  expect(await readRows()).toEqual(before);
  expect(await outcomes()).toEqual(OUTCOMES);
  const [backend] = oneTestDatabase();
  if (backend === undefined) throw new Error('There is no database to test on');
  const fresh = await createTestDatabase(backend);
  const other = new pg.Client({ connectionString: fresh.databaseUrl });
  await other.connect();
  expect(await schema(client)).toEqual(await schema(other));
  await other.end();
  await fresh.drop();
});

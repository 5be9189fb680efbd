import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { known } from '../../src/core/fact.ts';
import { POLICIES } from '../../src/policies/index.ts';
import { saveActivities } from '../../src/store/activities.ts';
import { saveInstallation } from '../../src/store/installations.ts';
import { json } from '../../src/store/json.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { Db } from '../../src/store/tables.ts';
import { SILENT } from '../../src/tasks/silent.ts';
import { someActivities, someRepositories } from '../../test/support/a-report.ts';
import { aSnapshot } from '../../test/support/snapshot.ts';
import { figure, median, type Table } from '../table.ts';

/** The command in one format, medians over the rounds. */
export interface ReportRow {
  readonly format: string;
  /** Milliseconds from the command's start to its end. */
  readonly wallMs: number;
  /** Of that, computing in the command's own process; the database's are not in it. */
  readonly cpuMs: number;
  /** The most that its own process took, in megabytes; the database's processes are not in it. */
  readonly peakRssMb: number;
  readonly kilobytes: number;
}

const REPOSITORIES = 1_000;
const WEEKS = 52;
const CITY = 7;
const FORMATS = ['html', 'json', 'csv'] as const;
const GOAL = { wallMs: 2_000, peakRssMb: 200 };
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Told on standard error when the process ends. */
const TELL_PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+' '+Math.round((process.cpuUsage().user+process.cpuUsage().system)/1000)+'\\n'))`;

/** Times the command on a large organisation with an audit of each repository a week for a year. */
export async function run({ rounds }: { readonly rounds: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'portreeve-bench-'));
  const store = await openStore({ databaseUrl: null, dataFolder: folder, log: SILENT });
  try {
    process.stderr.write('building\n');
    execFileSync(process.execPath, ['scripts/build.ts'], { cwd: ROOT });
    process.stderr.write(`${REPOSITORIES} repositories are audited ${WEEKS} times\n`);
    await fill(store);
    const rows = FORMATS.map((format) => measure(format, folder, rounds));
    const table: Table = {
      columns: ['Format', 'ms', 'of them computing here', 'peak MB', 'kB', 'goal'],
      rows: rows.map(({ format, wallMs, cpuMs, peakRssMb, kilobytes }) => [
        format,
        ...[wallMs, cpuMs, peakRssMb, kilobytes].map(figure),
        `< ${figure(GOAL.wallMs)} ms, ${GOAL.peakRssMb} MB`,
      ]),
      notes: [
        `portreeve report of ${REPOSITORIES.toLocaleString('en')} repositories, ${POLICIES.length} policies, an audit a week for ${WEEKS} weeks, from the embedded PostgreSQL.`,
        'ms: from the command’s start to its end; peak MB: of the command’s own process. The command is built as it is packed.',
      ],
    };
    return { rows, table };
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(store: Store): Promise<void> {
  const repositories = someRepositories(REPOSITORIES);
  await store.asInstallation(CITY, async (db) => {
    await saveInstallation(db, {
      installationId: CITY,
      accountId: 70,
      accountLogin: 'city',
      accountType: 'Organization',
      permissions: {},
      suspendedAt: null,
    });
    await db
      .insertInto('repository')
      .values(
        repositories.map(({ repositoryId, owner, name, visibility, isArchived }) => ({
          installation_id: CITY,
          repository_id: repositoryId,
          node_id: `R_${repositoryId}`,
          owner,
          name,
          visibility,
          archived: isArchived,
          facts: json(aSnapshot({ files: known({ entries: FILES }) }, { name, visibility })),
        })),
      )
      .execute();
    await saveActivities(db, CITY, someActivities(repositories));
    await fillAudits(db);
  });
  // What autovacuum does within minutes of such a load.
  await store.pool.query('analyze');
}

/** As much text as a repository's own files have. */
const FILES = ['README.md', 'LICENSE', 'CONTRIBUTING.md', 'SECURITY.md'].map((path) => ({
  path,
  kind: 'file' as const,
  content: { kind: 'text' as const, text: `${path} says something about this repository.\n`.repeat(150) },
}));

async function fillAudits(db: Db): Promise<void> {
  await sql`insert into audit (installation_id, repository_id, subject, trigger, mode, at)
    select ${CITY}, repository_id, owner || '/' || name, 'sweep', 'enforce', now() - week * interval '1 week' - interval '1 hour'
    from repository, generate_series(0, ${WEEKS - 1}::int) week`.execute(db);
  const policies = POLICIES.map(({ id }) => id);
  const finding = json([
    { outcome: 'pass', code: 'good', message: 'It is as it should be.', path: 'README.md', line: 1 },
  ]);
  await sql`insert into verdict (audit_id, installation_id, policy, outcome, severity, disclosure, reason, findings)
    select audit_id, ${CITY}, policy, case when (audit_id + place) % 5 = 0 then 'fail' else 'pass' end,
      case when place < 3 then 'error' else 'warning' end, 'public', null, ${finding}::jsonb
    from audit, unnest(${policies}::text[]) with ordinality as listed(policy, place)`.execute(db);
  await sql`update audit a set outcomes = told.outcomes from (
    select audit_id, string_agg(policy || ':' || left(outcome, 1) || left(severity, 1) || 'p', ' ') as outcomes
    from verdict group by audit_id) told where told.audit_id = a.audit_id`.execute(db);
}

function measure(format: string, folder: string, rounds: number): ReportRow {
  const runs = Array.from({ length: rounds + 1 }, (_, round) => {
    process.stderr.write(`${format}, round ${round} of ${rounds}\n`);
    const startedAt = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', TELL_PEAK, `${ROOT}bin/portreeve.js`, 'report', '--format', format],
      { env: { ...withoutDatabase(), PORTREEVE_DATA: folder }, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
    );
    if (status !== 0) throw new Error(`portreeve report ended with ${status}: ${stderr}`);
    const [, peak, cpu] = /^peak (\d+) (\d+)$/m.exec(stderr) ?? [];
    const startedFor = performance.now() - startedAt;
    return { wallMs: startedFor, peak: Number(peak) / 1024, cpuMs: Number(cpu), kilobytes: stdout.length / 1000 };
  });
  // The first compiles what the others find compiled.
  const counted = runs.slice(1);
  return {
    format,
    wallMs: median(counted.map(({ wallMs }) => wallMs)),
    cpuMs: median(counted.map(({ cpuMs }) => cpuMs)),
    peakRssMb: median(counted.map(({ peak }) => peak)),
    kilobytes: counted[0]?.kilobytes ?? Number.NaN,
  };
}

function withoutDatabase(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...environment } = process.env;
  return environment;
}

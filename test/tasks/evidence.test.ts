import { afterEach, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.ts';
import { latestMeasurements } from '../../src/store/evidence.ts';
import { tendReports } from '../../src/tasks/tend-reports.ts';
import { type House, openHouse } from '../support/house.ts';
import { recompute } from '../support/recompute.ts';
import { ALL_WELL } from './on-github.ts';

let house: House;
afterEach(() => house.close());

const TODAY = '2026-11-25';

async function openCity(configuration: string): Promise<void> {
  house = await openHouse({ configuration, now: () => new Date(`${TODAY}T06:00:00Z`) });
  await house.refresh();
}

function repository(name: string, files: Record<string, string>, visibility: 'public' | 'private' = 'public') {
  return house.github.createRepository({ owner: house.organization, name, visibility, files });
}

async function measure(): Promise<void> {
  await house.sweep();
  await tendReports(house.context, { installationId: house.installation.id });
}

async function outcomes(): Promise<Record<string, string>> {
  const measured = await house.store.asInstallation(house.installation.id, latestMeasurements);
  return Object.fromEntries([...measured].map(([key, { outcome }]) => [key, outcome]));
}

async function command(...args: readonly string[]) {
  let out = '';
  let err = '';
  const plain = { isColoured: false, width: null };
  const code = await run(args, {
    folder: '/',
    out: { ...plain, write: (text) => (out += text) },
    err: { ...plain, write: (text) => (err += text) },
    now: () => new Date(`${TODAY}T12:00:00Z`),
    environment: { DATABASE_URL: house.store.databaseUrl },
    isDebugged: false,
  });
  return { code, out, err };
}

const CHOSEN = `
governance:
  evidence:
    nextLegalAudit: '2027-01-15'
    legalContact: law@city.example
    upstreamFirst: [gnome/gtk]
policies:
  security-policy:
    severity: error
`;

describe('what the store knows is measured', () => {
  test('nothing is, unless the organisation wants it', async () => {
    await openCity('mode: observe\n');
    await measure();

    expect(await outcomes()).toEqual({});
    expect(await command('ggi', 'evidence')).toMatchObject({
      code: 2,
      out: expect.stringContaining('not measured yet'),
    });
  });

  test('supported, contradicted, without evidence, and what cannot be seen', async () => {
    await openCity(CHOSEN);
    repository('bus-stops', { ...ALL_WELL, '.github/dependabot.yml': 'version: 2\n' });
    repository('trees', { 'README.md': '# Trees\n' });
    await measure();

    expect(await outcomes()).toMatchObject({
      'audits-scheduled': 'supported',
      'ip-contact-named': 'supported',
      'practices-listed': 'supported',
      'alignment-monitored': 'supported',
      'upstream-first-list-drafted': 'supported',
      'review-process-agreed': 'no-evidence',
      'beneficiary-identified': 'no-evidence',
      'assets-monitored': 'no-evidence',
    });
    expect(Object.keys(await outcomes())).toHaveLength(32);
    const unseen = await house.store.asInstallation(house.installation.id, latestMeasurements);
    expect(unseen.get('assets-monitored')?.says).toBe(
      'This cannot be seen: the permission `vulnerability_alerts: read` is not granted.',
    );
  });

  test('each printed figure comes out of the printed list, in JSON and in CSV', async () => {
    await openCity(CHOSEN);
    repository('bus-stops', ALL_WELL);
    repository('payroll', { 'README.md': '# Payroll\n' }, 'private');
    await measure();

    const { out } = await command('ggi', 'evidence', '--format', 'json');
    const [{ organization, points }] = JSON.parse(out);
    expect([organization, points.length]).toEqual(['city', 109]);
    const measured = points.filter(({ figure }: { figure: unknown }) => figure !== null);
    expect(measured.length).toBeGreaterThan(9);
    for (const { key, figure, records, measuredOn } of measured) {
      expect([key, recompute(figure.fold, records, measuredOn)]).toEqual([key, figure.value]);
    }
    const rows = (await command('ggi', 'evidence', '--format', 'csv')).out.trimEnd().split('\r\n').slice(1);
    for (const { key, figure, records } of measured) {
      const own = rows.filter((row) => row.includes(`,${key},`));
      expect([key, own.length]).toEqual([key, Math.max(records.length, 1)]);
      expect(own[0]).toContain(`,${figure.fold},`);
    }
  });

  test('is printed for people, by activity or by point, and what is asked wrongly is told', async () => {
    await openCity(CHOSEN);
    repository('bus-stops', ALL_WELL);
    await measure();

    const { out, code } = await command('ggi', 'evidence', 'ggi-a-25');
    expect(out).toContain('GGI-A-25 ');
    expect(out).toContain('  practices-listed: supported\n    The organisation’s file names 1 policy.');
    expect(out).toContain('    Figure: 1, wanted at least 1 (records that count).');
    expect(out).toContain('    + security-policy: in city/.github/.github/portreeve.yml');
    expect(out).toContain('  team-aware: no-evidence\n    No machine can find anything for it');
    expect(out).not.toContain('GGI-A-21');
    expect(code).toBe(0);
    const markdown = (await command('ggi', 'evidence', 'alignment-monitored', '--format', 'markdown')).out;
    expect(markdown).toContain('| `city/bus-stops` | yes | 2026-11-25 |  | audited on 2026-11-25 |');
    expect(await command('ggi', 'evidence', 'GGI-A-99')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no activity and no point GGI-A-99. Did you mean GGI-A-'),
    });
    expect((await command('ggi', 'evidence', '--help')).out).toContain('portreeve ggi evidence');
    expect((await command('ggi', 'evidnce')).err).toContain('Did you mean evidence?');
  });

  test('the second time nothing new is said', async () => {
    await openCity(CHOSEN);
    repository('bus-stops', ALL_WELL);
    await measure();
    const before = await house.store.pool.query('select count(*)::int from portreeve.evidence');
    await measure();

    expect((await house.store.pool.query('select count(*)::int from portreeve.evidence')).rows).toEqual(before.rows);
  });
});

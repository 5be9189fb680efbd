import { afterEach, describe, expect, test } from '@jest/globals';
import { keptFacts, latestMeasurements } from '../../src/store/evidence.ts';
import { tendReports } from '../../src/tasks/tend-reports.ts';
import { createMilestone } from '../github/operations/milestones.ts';
import type { Permissions, Repository } from '../github/state.ts';
import { type House, openHouse } from '../support/house.ts';
import { ALL_WELL, only, ourIssues, requestsOf, writesOf } from './on-github.ts';

let house: House;
afterEach(() => house.close());

const TODAY = '2026-11-25';
const CONFIGURATION = `
mode: enforce
proposals: false
governanceRepository: governance
governance:
  evidence: {}
`;

async function openCity(configuration = CONFIGURATION): Promise<void> {
  house = await openHouse({ configuration, now: () => new Date(`${TODAY}T06:00:00Z`) });
  house.github.clock.set(`${TODAY}T06:00:00Z`);
  await house.refresh();
}

async function grant(more: Permissions): Promise<void> {
  const { permissions } = house.installation;
  house.github.changePermissions(house.installation, { ...permissions, ...more });
  await house.refresh();
}

interface Made {
  readonly files?: Record<string, string>;
  readonly visibility?: Repository['visibility'];
  readonly settings?: Record<string, unknown>;
}

function repository(name: string, { files = ALL_WELL, visibility = 'public', settings = {} }: Made = {}): Repository {
  return house.github.createRepository({ owner: house.organization, name, visibility, files, settings });
}

async function measure() {
  await house.sweep();
  await tendReports(house.context, { installationId: house.installation.id });
  return house.store.asInstallation(house.installation.id, latestMeasurements);
}

async function said(key: string): Promise<string> {
  const { outcome, says } = (await measure()).get(key) ?? {};
  return `${outcome}: ${says}`;
}

const ruled = (count: number) => ({
  rules: [
    { type: 'PULL_REQUEST', parameters: { __typename: 'PullRequestParameters', requiredApprovingReviewCount: count } },
  ],
});

describe('what GitHub alone can tell', () => {
  test('reviews that rules demand are seen by everybody, those of branch protection with a permission', async () => {
    await openCity();
    repository('bus-stops', { settings: ruled(1) });
    house.github.editRepository(town(), { settings: ruled(1) });
    expect(await said('review-routine')).toBe('supported: Reviews are required in 2 of 2 (100 %) active repositories.');

    repository('trees');
    expect(await said('review-routine')).toMatch(
      /^no-evidence: This cannot be seen: whether reviews are required in 1 active repository .* `administration: read` is not granted\.$/,
    );

    await grant({ administration: 'read' });
    expect(await said('review-routine')).toMatch(/^no-evidence: Reviews are required in 2 of 3 \(66\.6 %\)/);
    house.github.editRepository(
      only([...house.github.world.repositories.values()].filter(({ name }) => name === 'trees')),
      {
        settings: { branchProtectionRule: { requiresApprovingReviews: true, requiredApprovingReviewCount: 2 } },
      },
    );
    expect(await said('review-routine')).toMatch(/^supported: /);
  });

  test('alerts that are off contradict, and only where one may see whether they are on', async () => {
    await openCity();
    repository('bus-stops', { settings: { hasVulnerabilityAlertsEnabled: true, openAlerts: ['high', 'low', 'low'] } });
    house.github.editRepository(town(), { settings: { hasVulnerabilityAlertsEnabled: true } });
    expect(await said('assets-monitored')).toBe(
      'no-evidence: This cannot be seen: the permission `vulnerability_alerts: read` is not granted.',
    );

    await grant({ vulnerability_alerts: 'read' });
    expect(await said('assets-monitored')).toBe(
      'supported: Alerts on vulnerable dependencies are on in 2 of 2 (100 %) active repositories. Open alerts: 0 critical, 1 high, 0 medium, 2 low.',
    );
    repository('trees');
    expect(await said('assets-monitored')).toMatch(/^contradicted: .* in 2 of 3 \(66\.6 %\)/);
  });

  test('workflows: what they use, and who calls them', async () => {
    await openCity();
    const SHARED = '.github/workflows/dependencies.yml';
    repository('bus-stops', {
      files: {
        ...ALL_WELL,
        '.github/workflows/test.yml': `on: push\njobs:\n  deps:\n    uses: city/shared/${SHARED}@v1\n`,
      },
    });
    repository('shared', {
      files: {
        [SHARED]: 'on:\n  workflow_call:\njobs:\n  a:\n    steps:\n      - uses: google/osv-scanner-action@v2\n',
        '.github/workflows/broken.yml': 'on: [\n',
      },
    });
    const measured = await measure();

    expect(measured.get('analysis-ready-for-ci')).toMatchObject({
      outcome: 'supported',
      records: [{ about: `city/shared/${SHARED}`, amount: 1 }],
    });
    expect(measured.get('production-chain-described')).toMatchObject({ outcome: 'supported', figure: { counting: 2 } });
  });

  test('documents of the governance repository, with their last change', async () => {
    await openCity();
    repository('governance', {
      visibility: 'private',
      files: { 'docs/Open Source Roadmap.md': '# 2027\n', 'CHARTER.md': '' },
    });
    const measured = await measure();

    expect(measured.get('roadmap-shared-accepted')).toMatchObject({
      outcome: 'supported',
      records: [{ about: 'city/governance/docs/Open Source Roadmap.md', date: TODAY, isPublic: false }],
    });
    expect(measured.get('governance-charter-clear')).toMatchObject({
      outcome: 'no-evidence',
      records: [{ says: 'it is empty' }],
    });

    expect(measured.get('metrics-listed')?.says).toBe(
      'No catalogue of indicators was found in the governance repository or in .github.',
    );
  });

  test('policies that were added to the file within a year', async () => {
    await openCity();
    const before = `${CONFIGURATION}policies:\n  no-longer-known:\n    severity: error\n  license-file:\n    severity: error\n`;
    house.github.clock.set('2025-06-01T00:00:00Z');
    push(before);
    house.github.clock.set('2026-06-01T00:00:00Z');
    push(`${CONFIGURATION}policies:\n  license-file:\n    severity: error\n  security-policy:\n    enabled: true\n`);
    house.github.clock.set(`${TODAY}T06:00:00Z`);
    await house.refresh();

    expect((await measure()).get('new-practices-adopted')).toMatchObject({
      outcome: 'supported',
      says: '1 policy was added within twelve months.',
      records: expect.arrayContaining([
        expect.objectContaining({ about: 'security-policy', counts: true }),
        expect.objectContaining({ counts: false, date: '2026-06-01' }),
      ]),
    });
  });

  test('missing practices: who takes care of the issue, and until when', async () => {
    await openCity();
    const trees = repository('trees', { files: { 'README.md': '# Trees\n' } });
    await house.audit(trees);
    expect(await said('missing-practices-planned')).toMatch(/^no-evidence: 0 of /);

    const issue = only(ourIssues(trees));
    house.github.editIssue(issue, { assignees: [house.owner] });
    const { world } = house.github;
    const milestone = { title: 'This year', dueOn: '2026-12-31T08:00:00Z' };
    issue.milestone = createMilestone(world, trees, milestone, house.owner);
    for (const record of (await measure()).get('missing-practices-planned')?.records ?? []) {
      if (!record.about.startsWith('city/trees')) continue;
      expect([record.counts, record.date]).toEqual([true, '2026-12-31']);
    }
  });

  test('a contact whom GitHub knows, and one who is gone', async () => {
    await openCity(CONFIGURATION.replace('evidence: {}', 'evidence: { legalContact: ada }'));
    expect(await said('ip-contact-named')).toMatch(/^supported: /);
    push(CONFIGURATION.replace('evidence: {}', 'evidence: { legalContact: nobody-here }'));
    await house.refresh();
    expect(await said('ip-contact-named')).toMatch(/^contradicted: GitHub does not know/);
  });

  test('nothing is written, and the requests do not grow with every repository', async () => {
    await openCity();
    for (let index = 0; index < 30; index += 1) repository(`site-${index}`, { files: { 'README.md': '# Site\n' } });
    await house.sweep();
    await tendReports(house.context, { installationId: house.installation.id });
    house.github.resetRequests();
    await tendReports(house.context, { installationId: house.installation.id });

    // Two queries for 31 repositories' practices, the issues, the file's history, the documents.
    expect(requestsOf(house).length).toBeLessThanOrEqual(6);
    expect(writesOf(house)).toEqual([]);
    expect((await house.store.asInstallation(house.installation.id, keptFacts)).size).toBeGreaterThan(6);
  });
});

function town(): Repository {
  return only([...house.github.world.repositories.values()].filter(({ name }) => name === '.github'));
}

function push(text: string): void {
  house.github.pushFiles(town(), { message: 'Configure', files: { '.github/portreeve.yml': text } });
}

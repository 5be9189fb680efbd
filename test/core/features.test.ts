import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { type Access, FEATURES, FEATURES_BY_CHOICE, featuresOff, missingPermissions } from '../../src/core/features.ts';
import { missingFor } from '../../src/github/rights.ts';
import type { ActionKind } from '../../src/plan/action.ts';
import { APP_EVENTS, APP_PERMISSIONS } from '../support/app-manifest.ts';

const manifest = load(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')) as {
  readonly default_permissions: Readonly<Record<string, Access>>;
  readonly default_events: readonly string[];
};

test('app.yml asks for what the features need, and for nothing else', () => {
  const needed: Record<string, Access> = {};
  for (const { permissions } of FEATURES) {
    for (const [name, access] of Object.entries(permissions)) if (needed[name] !== 'write') needed[name] = access;
  }

  expect(manifest.default_permissions).toEqual(needed);
  expect([...manifest.default_events].sort()).toEqual([...new Set(FEATURES.flatMap(({ events }) => events))].sort());
});

test('the tests install the app as app.yml has it', () => {
  expect(APP_PERMISSIONS).toEqual(manifest.default_permissions);
  expect([...APP_EVENTS].sort()).toEqual([...manifest.default_events].sort());
});

describe('each kind of action belongs to features, and is off with all of them', () => {
  const kinds: readonly ActionKind[] = [
    'create-issue',
    'update-issue',
    'amend-issue',
    'report-check-run',
    'open-proposal',
    'update-proposal',
    'set-proposal-state',
    'create-comment',
    'update-comment',
    'change-labels',
    'react',
  ];
  test.each(kinds)('%s', (kind) => {
    for (const name of Object.keys(APP_PERMISSIONS)) {
      const granted = { ...APP_PERMISSIONS, [name]: 'none' };
      if (missingFor(kind, granted).length > 0) expect(featuresOff(granted)).not.toEqual([]);
    }
    expect(missingFor(kind, {})).not.toEqual([]);
    expect(missingFor(kind, APP_PERMISSIONS)).toEqual([]);
  });
});

test.each(['create-project', 'create-project-field', 'set-project-item'] as const)(
  '%s is done only where it was chosen to permit it',
  (kind) => {
    expect(missingFor(kind, APP_PERMISSIONS)).toEqual(['organization_projects: write']);
    const [{ permissions }] = FEATURES_BY_CHOICE;
    expect(missingFor(kind, { ...APP_PERMISSIONS, ...permissions })).toEqual([]);
  },
);

test.each([
  [{ issues: 'write' }, { issues: 'write' }, []],
  [{ issues: 'write' }, { issues: 'admin' }, []],
  [{ issues: 'write' }, { issues: 'read' }, ['issues: write']],
  [{ issues: 'read' }, {}, ['issues: read']],
  [{ issues: 'read' }, { issues: 'something new' }, ['issues: read']],
  [{ metadata: 'read' }, {}, []],
  [{ contents: 'read', checks: 'write' }, { pull_requests: 'write' }, ['contents: read', 'checks: write']],
] as const)('of %j, granted %j, there is missing %j', (needed, granted, missing) => {
  expect(missingPermissions(needed, granted)).toEqual(missing);
});

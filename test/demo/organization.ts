import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Account, GitHub, Repository } from '../github/index.ts';

/** The organisation of the demo: a city, as one finds them. */
export interface DemoOrganization {
  readonly city: Account;
  readonly people: Readonly<Record<'ada' | 'bert' | 'chiara' | 'newcomer' | 'jo' | 'impostor', Account>>;
  readonly repositories: ReadonlyMap<string, Repository>;
}

export const CONFIGURATION = `# What the City of Rivermouth asks of its repositories.
mode: enforce
governanceRepository: open-source-office
defaultLicense: EUPL-1.2
brake:
  approvers: [ada-lindt]
contact:
  office: Open Source Office of Rivermouth
  officeUrl: https://open.rivermouth.example
  officeEmail: open@rivermouth.example
  securityEmail: security@rivermouth.example
policies:
  license-approved:
    allowed: [EUPL-1.2, MIT, Apache-2.0, AGPL-3.0-or-later, AGPL-3.0-only]
    allowedData: [CC0-1.0, ODbL-1.0]
groups:
  - name: configuration and documents
    match: { names: ['.github*', open-source-office] }
    policies: { license-file: off, license-approved: off, readme: off }
  - name: what outsiders work on most
    match: { names: [flood-warning] }
    contributions:
      signOff: { check: true }
      onboarding: { answerWithinDays: 5, contact: bert-osei }
  - name: where people sign an agreement
    match: { names: [tree-register] }
    contributions: { agreement: { agreements: [city-cla, city-ccla] } }
exemptions:
  - policy: security-policy
    repositories: [tree-register]
    reason: It is shut down in spring; the register moves to the national portal.
    approver: ada-lindt
    until: 2099-12-31
`;

const CONTRIBUTING = `# Contributing to software of the City of Rivermouth

Thank you for helping. Open an issue before larger work, fork the repository, make a branch and open a pull request.
Questions are welcome in every issue. A maintainer answers within five working days.
`;

const CODE_OF_CONDUCT = `# Code of conduct

Treat everybody with respect. Nobody is insulted or harassed here.
Report in private what happened to conduct@rivermouth.example; two people read it and answer within three days.
`;

const SUPPORT = `# Getting help

Ask in an issue of the repository. The city answers within five working days, and sells no support.
`;

const SECURITY = `# Security

Report a vulnerability in private to security@rivermouth.example. We answer within three working days.
`;

/** What people sign. */
export const AGREEMENT = `---
id: city-cla
kind: individual
title: Contributor agreement of Rivermouth
grace: 0
---
# Contributor agreement

You keep your rights, and let the city use wich ever part of your work it needs.
For that you grant it a licence to your copyright, for good and for everybody.
`;

const COMPANY_AGREEMENT = `---
id: city-ccla
kind: corporate
title: Agreement for companies that contribute to Rivermouth
---
# Agreement for companies

The company grants the same for the people whom it names.
`;

/** A licence's text, by its SPDX identifier. */
export function license(id: string): string {
  const path = createRequire(import.meta.url).resolve(`spdx-license-list/licenses/${id}.json`);
  return JSON.parse(readFileSync(path, 'utf8')).licenseText;
}

const MIT = license('MIT').replace('<year> <copyright holders>', '2025 City of Rivermouth');
const readme = (title: string, text: string) => `# ${title}\n\n${text}\n`;

/** What GitHub knows a repository to be built from: packages of npm, with the licences that they declare. */
function builtFrom(licenses: Readonly<Record<string, string>>): Repository['settings'] {
  const packages = Object.entries(licenses).map(([name, licenseDeclared]) => ({
    ...{ SPDXID: `SPDXRef-${name}`, name, licenseDeclared },
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: `pkg:npm/${name}@1.0.0` },
    ],
  }));
  return { dependencyGraph: { packages } };
}

/** Makes the organisation: what is right, what is missing, and what is odd. */
export function createDemoOrganization(github: GitHub): DemoOrganization {
  const ada = github.createUser('ada-lindt', { name: 'Ada Lindt', email: 'ada@rivermouth.example' });
  const bert = github.createUser('bert-osei', { name: 'Bert Osei', email: 'bert@rivermouth.example' });
  const chiara = github.createUser('chiara-voss', { name: 'Chiara Voss', email: 'chiara@rivermouth.example' });
  const newcomer = github.createUser('sam-from-upstream', { name: 'Sam', email: 'sam@upstream.example' });
  const jo = github.createUser('jo-from-next-door', { name: 'Jo Marsh', email: 'jo@next-door.example' });
  const impostor = github.createUser('not-a-bot', { name: 'Nobody', email: 'nobody@elsewhere.example' });
  const city = github.createOrganization('rivermouth', { owners: [ada], members: [bert, chiara] });
  const repositories = new Map<string, Repository>();
  const add = (options: Omit<Parameters<GitHub['createRepository']>[0], 'owner'>): void => {
    const collaborators = [
      [bert, 'maintain'],
      [chiara, 'write'],
    ] as const;
    repositories.set(options.name, github.createRepository({ ...options, collaborators, owner: city }));
  };

  add({
    name: '.github',
    files: {
      '.github/portreeve.yml': CONFIGURATION,
      'CONTRIBUTING.md': CONTRIBUTING,
      'CODE_OF_CONDUCT.md': CODE_OF_CONDUCT,
      'SUPPORT.md': SUPPORT,
      'agreements/city-cla.md': AGREEMENT,
      'agreements/city-ccla.md': COMPANY_AGREEMENT,
    },
  });
  add({
    name: 'open-source-office',
    visibility: 'private',
    files: { 'README.md': readme('Open Source Office', 'Minutes and findings.'), 'SECURITY.md': SECURITY },
  });
  add({
    name: 'bus-stops',
    settings: builtFrom({ hono: 'MIT', maplibre: 'BSD-3-Clause', zod: 'MIT' }),
    description: 'Where buses stop, and when',
    topics: ['mobility', 'open-data'],
    files: { 'README.md': readme('Bus stops', 'All stops as GeoJSON.'), 'src/stops.ts': 'export const stops = [];\n' },
  });
  add({
    name: 'parking-meter',
    description: 'Firmware of the parking meters',
    files: { 'README.md': readme('Parking meter', 'Firmware.'), LICENSE: license('BUSL-1.1'), 'SECURITY.md': SECURITY },
  });
  add({
    name: 'citizen-desk',
    settings: builtFrom({ hono: 'MIT', zod: 'MIT', 'left-pad': 'NOASSERTION' }),
    description: 'Appointments at the town hall',
    files: {
      'README.md': readme('Citizen desk', 'Book an appointment.'),
      LICENSE: license('EUPL-1.2'),
      'SECURITY.md': SECURITY,
    },
  });
  add({
    name: 'library-catalogue',
    settings: builtFrom({ hono: 'MIT', lunr: 'MIT' }),
    files: {
      'README.md': readme('Library', 'Search the catalogue.'),
      'LICENSE.md': MIT,
      'SECURITY.md': '# Security\n\nWe take security very seriously.\n',
    },
  });
  add({
    name: 'flood-warning',
    files: {
      'README.md': readme('Flood warning', 'River levels.'),
      'LICENCE.txt': license('Apache-2.0'),
      '.github/SECURITY.md': SECURITY,
    },
  });
  const flood = repositories.get('flood-warning');
  if (flood !== undefined) flood.webCommitSignoffRequired = true;
  add({
    name: 'tree-register',
    files: { 'README.md': readme('Trees', 'Every tree of the city.'), COPYING: license('AGPL-3.0-only') },
  });
  add({
    name: 'waste-calendar',
    files: {
      'README.md': readme('Waste', 'Which bin, which day.'),
      LICENSE: { mode: '120000', content: '../../etc/passwd' },
    },
  });
  add({
    name: 'payroll-scripts',
    visibility: 'private',
    hasIssues: false,
    files: { 'README.md': readme('Payroll', 'Internal.') },
  });
  add({ name: 'old-website', archived: true, files: { 'index.html': '<h1>Rivermouth 2009</h1>\n' } });
  add({ name: 'new-idea' });
  return { city, people: { ada, bert, chiara, newcomer, jo, impostor }, repositories };
}

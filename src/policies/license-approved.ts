import { z } from 'zod';
import type { Finding } from '../core/finding.ts';
import type { IdentifiedLicense } from '../core/license.ts';
import { definePolicy } from '../core/policy.ts';
import type { RepositoryKind } from '../core/repository-kind.ts';
import { OPEN_LICENSES } from '../licenses/content-licenses.ts';
import { idsOf, isCertain, isVersionOpen, openVersion } from '../licenses/declared/compare-declarations.ts';
import { judgeByLists, type LicenseLists, type ListJudgement } from '../licenses/license-lists.ts';
import { readSpdxExpression, type SpdxTree } from '../licenses/spdx-expression.ts';
import { spdxId } from '../licenses/spdx-id.ts';

const license = (path: string, expression: string, sameText: readonly string[] = []): IdentifiedLicense => ({
  path,
  expression,
  sameText,
  open: null,
  match: 'exact',
  matches: [],
  evidence: `Every word is that of ${expression}.`,
});
const TAG = 'SPDX-License-Identifier';
const openText = (path: string): IdentifiedLicense => ({
  ...license(path, 'NOASSERTION', ['GPL-3.0-only', 'GPL-3.0-or-later']),
  match: 'unidentified',
});
const unknownText: IdentifiedLicense = {
  path: 'LICENSE',
  expression: 'NOASSERTION',
  sameText: [],
  open: null,
  match: 'unidentified',
  matches: [],
  evidence: 'Its words are not exactly those of a licence on the SPDX list.',
};

export const licenseApproved = definePolicy({
  id: 'license-approved',
  subject: 'repository',
  meta: {
    title: 'A licence that the organisation approves',
    rationale:
      'Software is open source only under a licence that grants everybody its use, study, change and sharing. Licences that nobody has examined, or that were altered, bring duties that nobody has agreed to, and keep others from using your work.',
    remediation:
      'Put the unchanged text of an approved licence into the licence file. Where the text is meant as it is, ask your Open Source Programme Office to look at it: it can approve the licence (`allowed`) or grant an exemption.',
    severity: 'error',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [
      'https://opensource.org/licenses',
      'https://spdx.org/licenses/',
      'https://baseline.openssf.org/versions/2025-02-25#osps-le-0201',
    ],
    points: ['licence-check-offered'],
  },
  needs: ['licenses', 'kind'],
  watches: null,
  options: z.strictObject({
    allowed: z
      .array(spdxId)
      .nullable()
      .default(null)
      .describe(
        'SPDX ids of the approved licences. Without it, those that the Open Source Initiative approved, as the SPDX licence list says.',
      ),
    allowedDocumentation: z
      .array(spdxId)
      .nullable()
      .default(null)
      .describe(
        'Likewise for repositories that hold documentation, and for the file LICENSE-docs. Without it, `allowed`; without both, open content licences such as CC-BY-4.0 too.',
      ),
    allowedData: z
      .array(spdxId)
      .nullable()
      .default(null)
      .describe(
        'Likewise for data, and for the file LICENSE-data. Without it, `allowed`; without both, open data licences such as CC0-1.0 and ODbL-1.0 too.',
      ),
    denied: z
      .array(spdxId)
      .default([])
      .describe(
        'SPDX ids of licences that are not wanted, whatever else is approved. Where a text leaves the choice (`MIT OR AGPL-3.0-only`), another branch that is approved suffices: nobody has to take the one that is not wanted.',
      ),
  }),
  messages: {
    approved: ({ path, expression }: { path: string; expression: string }) =>
      `${path} is ${expression}, which is approved.`,
    'not-approved': (found: { path: string; expression: string; ids: readonly string[] }) =>
      `${found.path} is ${found.expression}, ${inTheWay(found)} is not among the approved licences.`,
    denied: (found: { path: string; expression: string; ids: readonly string[] }) =>
      `${found.path} is ${found.expression}, ${inTheWay(found)} is not wanted here.`,
    'approved-either-way': ({ path, id, readings }: { path: string; id: string; readings: readonly string[] }) =>
      `${path} is ${id}, and nothing settles whether later versions hold too; ${readings.join(' and ')} are both approved.`,
    'version-open': (found: { path: string; id: string; wanted: readonly string[]; others: readonly string[] }) =>
      `${found.path} is ${found.id}, and nothing settles whether later versions hold too: ${found.wanted.join(' and ')} is approved, ${found.others.join(' and ')} is not. Where ${found.wanted.join(' or ')} is meant, say so in the manifest or in the sources, with the line “${TAG}: ${found.wanted[0]}”.`,
    unidentified: ({ path, evidence }: { path: string; evidence: string }) =>
      `A person must look at ${path}. ${evidence}`,
    'no-license': () => 'There is no licence text to judge; license-file tells about that.',
  },
  proposal: null,
  examples: [
    {
      name: 'a text that is no known licence, to the word',
      facts: { licenses: [unknownText], kind: 'code' },
      expect: ['fail unidentified'],
    },
    {
      name: 'a licence that is not open source',
      facts: { licenses: [license('LICENSE', 'BUSL-1.1')], kind: 'code' },
      expect: ['fail not-approved'],
    },
    {
      name: 'an open source licence that this organisation does not list',
      facts: { licenses: [license('LICENSE', 'MIT')], kind: 'code' },
      options: { allowed: ['EUPL-1.2'] },
      expect: ['fail not-approved'],
    },
    {
      name: 'two licences, one approved',
      facts: { licenses: [license('LICENSE', 'MIT'), license('LICENSE-docs', 'CC-BY-NC-4.0')], kind: 'code' },
      expect: ['pass approved', 'fail not-approved'],
    },
    {
      name: 'an approved licence',
      facts: { licenses: [license('LICENSE', 'EUPL-1.2')], kind: 'code' },
      expect: ['pass approved'],
    },
    {
      name: 'a text that stands for both “only” and “or later”, both approved',
      facts: { licenses: [openText('COPYING')], kind: 'code' },
      expect: ['pass approved-either-way'],
    },
    {
      name: 'a text that stands for both “only” and “or later”, one of them approved',
      facts: { licenses: [openText('COPYING')], kind: 'code' },
      options: { denied: ['GPL-3.0-only'] },
      expect: ['fail version-open'],
    },
    {
      name: 'a text that stands for both “only” and “or later”, neither approved',
      facts: { licenses: [openText('COPYING')], kind: 'code' },
      options: { allowed: ['EUPL-1.2'] },
      expect: ['fail not-approved'],
    },
    {
      name: 'two licences that hold together, one of them not wanted',
      facts: { licenses: [license('LICENSE', 'MIT AND AGPL-3.0-only')], kind: 'code' },
      options: { denied: ['AGPL-3.0-only'] },
      expect: ['fail denied'],
    },
    {
      name: 'two licences to choose from, one of them not wanted',
      facts: { licenses: [license('LICENSE', 'MIT OR AGPL-3.0-only')], kind: 'code' },
      options: { denied: ['AGPL-3.0-only'] },
      expect: ['pass approved'],
    },
    {
      name: 'a licence for texts on code',
      facts: { licenses: [license('LICENSE', 'CC-BY-4.0')], kind: 'code' },
      expect: ['fail not-approved'],
    },
    {
      name: 'a licence for texts on documentation',
      facts: { licenses: [license('LICENSE', 'CC-BY-4.0')], kind: 'documentation' },
      expect: ['pass approved'],
    },
    {
      name: 'a licence for databases on data',
      facts: { licenses: [license('LICENSE', 'ODbL-1.0')], kind: 'data' },
      expect: ['pass approved'],
    },
    {
      name: 'documentation beside code, under a licence of its own',
      facts: { licenses: [license('LICENSE', 'EUPL-1.2'), license('LICENSE-docs.txt', 'CC-BY-4.0')], kind: 'code' },
      options: { allowed: ['EUPL-1.2'], allowedDocumentation: ['CC-BY-4.0'] },
      expect: ['pass approved', 'pass approved'],
    },
    { name: 'no licence text', facts: { licenses: [], kind: 'code' }, expect: ['not-applicable no-license'] },
  ],
  evaluate({ licenses, kind }, options, { pass, fail, notApplicable }) {
    if (licenses.length === 0) return [notApplicable('no-license')];
    return licenses.map((one) => {
      const { path, expression, evidence } = one;
      if (!isCertain(one)) return fail('unidentified', { path, evidence });
      const lists = listsFor(kindOfFile(path, kind), options);
      if (isVersionOpen(one)) return judgeOpen(one, lists);
      const judgement = judgeText(one, lists);
      if (judgement.status === 'approved') return pass('approved', { path, expression });
      const { status, ids } = judgement;
      return fail(status === 'denied' ? 'denied' : 'not-approved', { path, expression, ids });
    });

    /** A text that leaves its version open is approved where each of its readings is. */
    function judgeOpen(one: IdentifiedLicense, lists: LicenseLists): Finding {
      const { path, sameText: readings } = one;
      const id = openVersion(one);
      const judged = readings.map((reading) => ({ reading, ...judgeByLists(asTree(reading), lists) }));
      const wanted = judged.filter(({ status }) => status === 'approved').map(({ reading }) => reading);
      const others = readings.filter((reading) => !wanted.includes(reading));
      if (others.length === 0) return pass('approved-either-way', { path, id, readings });
      if (wanted.length > 0) return fail('version-open', { path, id, wanted, others });
      const isDenied = judged.every(({ status }) => status === 'denied');
      return fail(isDenied ? 'denied' : 'not-approved', { path, expression: id, ids: [] });
    }
  },
});

interface Options {
  readonly allowed: readonly string[] | null;
  readonly allowedDocumentation: readonly string[] | null;
  readonly allowedData: readonly string[] | null;
  readonly denied: readonly string[];
}

/** What is approved for one kind; `allowed` alone holds for all of them. */
function listsFor(kind: RepositoryKind, options: Options): LicenseLists {
  const own = { code: options.allowed, documentation: options.allowedDocumentation, data: options.allowedData }[kind];
  return { allowed: new Set(own ?? options.allowed ?? OPEN_LICENSES[kind]), denied: new Set(options.denied) };
}

/** `LICENSE-docs` and `LICENSE-data` are for those parts, whatever the rest holds. */
function kindOfFile(path: string, kind: RepositoryKind): RepositoryKind {
  const part = /[-_](docs?|documentation|content|data(?:sets?)?)(?:\.[a-z]+)?$/i.exec(path)?.[1]?.toLowerCase();
  if (part === undefined) return kind;
  return part.startsWith('data') ? 'data' : 'documentation';
}

function asTree(id: string): SpdxTree {
  return { kind: 'license', id, orLater: false, exception: null };
}

/** Of several licences that have the same text, one that is approved suffices. */
function judgeText(license: IdentifiedLicense, lists: LicenseLists): ListJudgement {
  const read = readSpdxExpression(license.expression);
  const others = idsOf(license).map(asTree);
  const meanings = read.ok && license.sameText.length === 0 ? [read.tree] : others;
  const judged = meanings.map((tree) => judgeByLists(tree, lists));
  const refused = judged.find(({ status }) => status !== 'approved');
  const isApproved = judged.some(({ status }) => status === 'approved');
  return isApproved || refused === undefined ? { status: 'approved' } : refused;
}

/** Which of several are in the way; of one there is nothing to add. */
function inTheWay({ expression, ids }: { readonly expression: string; readonly ids: readonly string[] }): string {
  return ids.length === 0 || ids.includes(expression) ? 'which' : `of which ${ids.join(' and ')}`;
}

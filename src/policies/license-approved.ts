import { z } from 'zod';
import type { IdentifiedLicense } from '../core/license.ts';
import { definePolicy } from '../core/policy.ts';
import { OSI_APPROVED } from '../licenses/generated/spdx-ids.ts';
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
  },
  needs: ['licenses'],
  watches: null,
  options: z.strictObject({
    allowed: z
      .array(spdxId)
      .nullable()
      .default(null)
      .describe(
        'SPDX ids of the approved licences. Without it, those that the Open Source Initiative approved, as the SPDX licence list says.',
      ),
  }),
  messages: {
    approved: ({ path, expression }: { path: string; expression: string }) =>
      `${path} is ${expression}, which is approved.`,
    'not-approved': ({ path, expression }: { path: string; expression: string }) =>
      `${path} is ${expression}, which is not among the approved licences.`,
    unidentified: ({ path, evidence }: { path: string; evidence: string }) =>
      `A person must look at ${path}. ${evidence}`,
    'no-license': () => 'There is no licence text to judge; license-file tells about that.',
  },
  proposal: null,
  examples: [
    {
      name: 'a text that is no known licence, to the word',
      facts: { licenses: [unknownText] },
      expect: ['fail unidentified'],
    },
    {
      name: 'a licence that is not open source',
      facts: { licenses: [license('LICENSE', 'BUSL-1.1')] },
      expect: ['fail not-approved'],
    },
    {
      name: 'an open source licence that this organisation does not list',
      facts: { licenses: [license('LICENSE', 'MIT')] },
      options: { allowed: ['EUPL-1.2'] },
      expect: ['fail not-approved'],
    },
    {
      name: 'two licences, one approved',
      facts: { licenses: [license('LICENSE', 'MIT'), license('LICENSE-docs', 'CC-BY-NC-4.0')] },
      expect: ['pass approved', 'fail not-approved'],
    },
    {
      name: 'an approved licence',
      facts: { licenses: [license('LICENSE', 'EUPL-1.2')] },
      expect: ['pass approved'],
    },
    {
      name: 'a text that stands for both “only” and “or later”',
      facts: { licenses: [license('COPYING', 'GPL-3.0-only', ['GPL-3.0-or-later'])] },
      options: { allowed: ['GPL-3.0-or-later'] },
      expect: ['pass approved'],
    },
    { name: 'no licence text', facts: { licenses: [] }, expect: ['not-applicable no-license'] },
  ],
  evaluate({ licenses }, { allowed }, { pass, fail, notApplicable }) {
    if (licenses.length === 0) return [notApplicable('no-license')];
    const approved = new Set(allowed ?? OSI_APPROVED);
    return licenses.map(({ path, expression, sameText, match, evidence }) => {
      if (match === 'unidentified') return fail('unidentified', { path, evidence });
      const isApproved = [expression, ...sameText].some((id) => approved.has(id));
      return isApproved ? pass('approved', { path, expression }) : fail('not-approved', { path, expression });
    });
  },
});

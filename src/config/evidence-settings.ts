import { z } from 'zod';
import { EVIDENCE } from '../ggi/evidence/index.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const day = z.iso.date('is not a day; write it as 2027-12-31');
const project = text(140).regex(/^[A-Za-z0-9-]+\/[\w.-]+$/, 'is not a project on GitHub; write it as OWNER/NAME');
const webPage = z.url({ protocol: /^https$/, error: 'is not a web address that begins with https://' }).max(500);

const LOGIN = /^[A-Za-z0-9-]{1,39}$/;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

/** What kind of contact it is; null: none that can be understood. */
export function contactKind(contact: string): 'login' | 'email' | 'page' | null {
  if (LOGIN.test(contact)) return 'login';
  if (EMAIL.test(contact)) return 'email';
  return webPage.safeParse(contact).success ? 'page' : null;
}

const attestation = z.strictObject({
  point: text(60).describe('The point, by its key, as it is printed by `portreeve ggi evidence`.'),
  by: text(100).describe('Who answers for it: a name or an office.'),
  until: day.describe('The last day on which it holds, as YYYY-MM-DD (UTC).'),
  link: webPage.optional().describe('A page that shows it.'),
  note: text(500).describe('What is attested, in a sentence.'),
});

/** Thresholds of points that have any, by the point's key. */
function thresholds() {
  const withOptions = EVIDENCE.filter(({ options }) => Object.keys(options.shape).length > 0);
  return z.strictObject(
    Object.fromEntries(
      withOptions.map(({ key, options }) => [key, options.optional().describe(`Thresholds of the point ${key}.`)]),
    ),
  );
}

/** What the organisation says for the evidence of good governance. */
export const evidenceSettings = z.strictObject({
  legalContact: text(254)
    .refine((contact) => contactKind(contact) !== null, 'is no login, e-mail address or page')
    .optional()
    .describe('Whom to ask about licences and intellectual property: a login, an e-mail address or a page.'),
  nextLegalAudit: day.optional().describe('When licences are next audited, as YYYY-MM-DD.'),
  upstreamFirst: z
    .array(project)
    .max(500)
    .optional()
    .describe('Outside projects to which changes are given first, as OWNER/NAME.'),
  beneficiaries: z.array(project).max(50).optional().describe('Outside projects that are supported, as OWNER/NAME.'),
  attestations: z.array(attestation).max(500).optional().describe('What people answer for, and until when.'),
  thresholds: thresholds().optional().describe('From when a figure speaks for a point, by the point’s key.'),
});

export type EvidenceSettings = z.output<typeof evidenceSettings>;
export type ConfiguredAttestation = NonNullable<EvidenceSettings['attestations']>[number];

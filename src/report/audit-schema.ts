import { z } from 'zod';
import { SEVERITIES, VERDICT_OUTCOMES } from '../core/verdict.ts';

/** Changes with the shape: who reads the JSON can tell which one it is. */
const VERSION = '1';

const finding = z
  .strictObject({
    outcome: z.enum(['pass', 'fail', 'not-applicable']),
    code: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)*$/)
      .describe("One of the policy's codes, or of the engine's."),
    message: z.string().describe('One sentence, in English.'),
    path: z.string().nullable().describe('The file, from the root of the repository; null when it is about no file.'),
    line: z.int().min(1).nullable().describe('Counted from 1; null when it is about the whole file.'),
  })
  .describe('One sentence of evidence.');

const verdict = z
  .strictObject({
    policy: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)*$/)
      .describe("The policy's id."),
    outcome: z
      .enum(VERDICT_OUTCOMES)
      .describe('`unknown` means that it could not be found out, and `exempt` that the organisation excused it.'),
    severity: z.enum(SEVERITIES).describe('How the organisation treats a fail.'),
    reason: z.string().nullable().describe('Why it is `unknown` or `exempt`; null for the others.'),
    findings: z.array(finding),
  })
  .describe("A policy's result.");

const audit = z.strictObject({
  subject: z.string().describe('What was judged: a folder, or a repository as owner/name.'),
  verdicts: z.array(verdict),
});

/** The JSON Schema of `portreeve audit --format json`. */
export function auditJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(audit, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: `https://portreeve.github.io/schemas/audit/v${VERSION}.json`,
    title: 'An audit by Portreeve',
    ...schema,
  };
}

import { z } from 'zod';
import { filesWith } from '../../src/core/files.ts';
import { definePolicy, type Policy } from '../../src/core/policy.ts';

function aPolicy(id: string, options: z.ZodObject, lifecycle: 'stable' | 'experimental' = 'stable'): Policy {
  return definePolicy({
    id,
    subject: 'repository',
    meta: {
      title: `What ${id} demands`,
      rationale: 'Because.',
      remediation: 'Do it.',
      severity: 'error',
      disclosure: 'public',
      lifecycle,
      references: [],
    },
    needs: ['files'],
    watches: null,
    options,
    messages: { good: () => 'Good.' },
    proposal: null,
    examples: [{ name: 'any', facts: { files: filesWith({}) }, expect: ['pass good'] }],
    evaluate: (_facts, _options, { pass }) => [pass('good')],
  });
}

/** Policies to configure: one without options, one with all kinds of them, one that is off unless asked for. */
export const SOME_POLICIES: readonly Policy[] = [
  aPolicy('license-file', z.strictObject({})),
  aPolicy(
    'license-approved',
    z.strictObject({
      allowed: z
        .array(
          z.string().superRefine((id, context) => {
            if (['MIT', 'EUPL-1.2'].includes(id)) return;
            const params = { suggestion: 'EUPL-1.2' };
            context.addIssue({ code: 'custom', message: `${id} is no SPDX identifier.`, params });
          }),
        )
        .default(['EUPL-1.2'])
        .describe('Which licences are approved.'),
      limit: z.number().int().min(1).max(9).default(3).describe('How many there may be.'),
      strict: z.boolean().default(false).describe('Whether to be strict.'),
      style: z.enum(['short', 'long']).default('short').describe('Which style.'),
    }),
  ),
  aPolicy('signed-commits', z.strictObject({}), 'experimental'),
];

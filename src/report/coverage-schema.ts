import { z } from 'zod';
import { ACTIVITIES } from '../ggi/activities.ts';

/** Changes with the shape. */
const VERSION = '1';

const count = z.int().min(0).max(1_000);

/** What OSPOs exchange: how many points of each activity are met, and nothing else. */
export const coverageSchema = z.strictObject({
  kind: z.literal('portreeve-ggi-coverage').describe('What this is.'),
  version: z.literal(VERSION).describe('Of this shape.'),
  handbook: z.string().max(10).describe('The edition of the handbook by which points are counted.'),
  month: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
    .describe('When it stood so, as YYYY-MM: a day could be compared with other news.'),
  activities: z
    .array(
      z
        .strictObject({
          id: z.enum(ACTIVITIES.map(({ id }) => id)).describe('An activity of the handbook.'),
          met: count.describe('So many of its points people have ticked or attested.'),
          total: count.describe('Of so many.'),
        })
        .refine(({ met, total }) => met <= total, 'more points are met than there are'),
    )
    .max(ACTIVITIES.length)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'an activity stands there twice')
    .describe('The activities of the handbook that the board has, in the handbook’s order.'),
});

export type CoverageExport = z.output<typeof coverageSchema>;
export const COVERAGE_VERSION = VERSION;

/** The shape as JSON Schema, as docs/schemas/coverage.schema.json publishes it. */
export function coverageJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(coverageSchema, { target: 'draft-2020-12' });
  const $id = 'https://portreeve.github.io/schemas/coverage/v1.json';
  return { $schema, $id, title: 'Coverage of the Good Governance Initiative, without a name', ...schema };
}

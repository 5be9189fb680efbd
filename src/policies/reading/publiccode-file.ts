import { z } from 'zod';
import { readSpdxExpression } from '../../licenses/spdx-expression.ts';
import { explainIssues } from '../../yaml/explain-issue.ts';
import type { ProblemAt } from '../../yaml/problem-at.ts';
import { lineIndex, nodeAt, readYaml, toValue } from '../../yaml/read-yaml.ts';

/** Twenty-four languages with the longest description that the standard allows. */
const LONGEST_FILE = 262_144;

/** One fault in a publiccode.yml, with its line. */
export interface PubliccodeFault {
  /** 1-based. */
  readonly line: number;
  /** Where it is, and what is wrong with it, in one sentence without its full stop. */
  readonly sentence: string;
}

export type PubliccodeReading =
  | { readonly status: 'empty' }
  /** It is no YAML, or YAML that Portreeve does not read. */
  | { readonly status: 'not-yaml'; readonly faults: readonly PubliccodeFault[] }
  | {
      readonly status: 'read';
      readonly faults: readonly PubliccodeFault[];
      /** null where it names none, or none that can be read. */
      readonly license: { readonly line: number; readonly ids: readonly string[] } | null;
    };

const text = z.string().trim().min(1);
const webPage = z.url({ protocol: /^https?$/, error: 'is not a web address' });
const day = z.iso.date('is not a day; write it as 2027-12-31');
const email = z.email('is not an e-mail address');
const language = /^[a-z]{2,8}(?:-[a-z\d]{1,8})*$/i;
const languageTag = z.string().regex(language, 'is not a language tag, such as “en” or “pt-BR”');

/** Lengths are counted in characters, as people count them. */
function sized({ least = 1, most }: { readonly least?: number; readonly most: number }) {
  return z.string().superRefine((given, context) => {
    const length = [...given.trim()].length;
    if (length >= least && length <= most) return;
    const bound = length < least ? `at least ${least} are needed` : `at most ${most} are allowed`;
    context.addIssue({ code: 'custom', message: `The text has ${length} characters; ${bound}.` });
  });
}

const description = z.looseObject({
  localisedName: text.optional(),
  shortDescription: sized({ most: 150 }),
  longDescription: sized({ least: 150, most: 10_000 }).optional(),
  features: z.array(text).min(1).optional(),
  documentation: webPage.optional(),
  apiDocumentation: webPage.optional(),
});

const maintenance = z
  .looseObject({
    type: z.enum(['internal', 'contract', 'community', 'none']),
    contractors: z
      .array(z.looseObject({ name: text, until: day, email: email.optional(), website: webPage.optional() }))
      .min(1)
      .optional(),
    contacts: z
      .array(z.looseObject({ name: text, email: email.optional(), affiliation: text.optional() }))
      .min(1)
      .optional(),
  })
  .superRefine(({ type, contractors, contacts }, context) => {
    const missing =
      type === 'contract' && contractors === undefined
        ? 'contractors'
        : (type === 'internal' || type === 'community') && contacts === undefined
          ? 'contacts'
          : null;
    if (missing === null) return;
    context.addIssue({ code: 'custom', message: `Maintenance of the type “${type}” needs “${missing}”.` });
  });

/**
 * What publiccode.yml demands of every file, from 0.2 to the versions of today: what one of them no longer demands is not
 * demanded here, and keys that it does not know are let alone.
 * @see https://yml.publiccode.tools/schema.core.html
 */
const publiccode = z.looseObject({
  publiccodeYmlVersion: z.union([text, z.number()]),
  name: text,
  url: z.url({ error: 'is not the address of a source code repository' }),
  landingURL: webPage.optional(),
  releaseDate: day.optional(),
  platforms: z.union([text, z.array(text).min(1)]),
  categories: z.array(text).min(1).optional(),
  developmentStatus: z.enum(['concept', 'development', 'beta', 'stable', 'obsolete']),
  softwareType: z.enum([
    'standalone/mobile',
    'standalone/iot',
    'standalone/desktop',
    'standalone/web',
    'standalone/backend',
    'standalone/other',
    'addon',
    'library',
    'configurationFiles',
  ]),
  description: z.record(z.string(), description).superRefine((languages, context) => {
    const say = (message: string, path: PropertyKey[] = []) => context.addIssue({ code: 'custom', message, path });
    const given = Object.entries(languages);
    for (const [name] of given) if (!language.test(name)) say('The key is no language tag, such as “en”.', [name]);
    if (given.length === 0) say('At least one language is needed.');
    for (const key of ['longDescription', 'features'] as const) {
      const isSaid = given.length === 0 || given.some(([, said]) => said[key] !== undefined);
      if (!isSaid) say(`At least one language needs “${key}”.`);
    }
  }),
  legal: z.looseObject({
    license: text.superRefine((given, context) => {
      const expression = readSpdxExpression(given);
      if (expression.ok) return;
      const { problem: message, suggestion } = expression;
      context.addIssue({ code: 'custom', message, params: { suggestion } });
    }),
  }),
  maintenance,
  localisation: z.looseObject({
    localisationReady: z.boolean(),
    availableLanguages: z.array(languageTag).min(1),
  }),
});

/** Reads a publiccode.yml and holds it to the standard: every fault at once, in the order of the lines. */
export function readPubliccode(source: string): PubliccodeReading {
  const { root, problems } = readYaml(source, { longest: LONGEST_FILE });
  const place = lineIndex(source);
  const toFaults = (all: readonly ProblemAt[]): PubliccodeFault[] =>
    all
      .map(({ offset, key, message, suggestion }) => ({
        line: place(offset).line,
        sentence: sentenceOf(key, message, suggestion),
      }))
      .sort((a, b) => a.line - b.line);
  if (problems.length > 0) return { status: 'not-yaml', faults: toFaults(problems) };
  if (root === null) return { status: 'empty' };
  const parsed = publiccode.safeParse(toValue(root));
  const faults = parsed.success ? [] : toFaults(explainIssues(parsed.error.issues, publiccode, root));
  const { node, offset, isExact } = nodeAt(root, ['legal', 'license']);
  const expression = isExact && node.kind === 'scalar' ? readSpdxExpression(node.source) : null;
  const license = expression?.ok === true ? { line: place(offset).line, ids: expression.ids } : null;
  return { status: 'read', faults, license };
}

function sentenceOf(key: string, message: string, suggestion: string | null): string {
  const said = message.replaceAll(/\s+/g, ' ').replace(/\.$/, '');
  const meant = suggestion === null ? '' : ` (did you mean ${suggestion}?)`;
  // A key that is missing at the top is named already.
  const isNamed = key === '' || said.startsWith(`“${key}” `);
  return `${isNamed ? '' : `${key}: `}${said}${meant}`;
}

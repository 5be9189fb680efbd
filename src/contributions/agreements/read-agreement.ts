import { z } from 'zod';
import type { ConfigurationProblem } from '../../config/problem.ts';
import { LANGUAGES, type Language } from '../../core/language.ts';
import { explainIssues } from '../../yaml/explain-issue.ts';
import type { ProblemAt } from '../../yaml/problem-at.ts';
import { lineIndex, nodeAt, readYaml, toValue, type YamlNode } from '../../yaml/read-yaml.ts';
import { AGREEMENT_KINDS, type Agreement } from './agreement.ts';
import { canonicalText, revisionOf } from './revision.ts';

/** In UTF-16 code units. The longest contributor agreement in use has less than a tenth of it. */
const LONGEST_AGREEMENT = 200_000;

const id = z
  .string()
  .max(50)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'is no id: small letters, digits and “-”, beginning with a letter or digit');
// What stands in a title is shown in checks, comments and pages: one line, and nothing that nobody sees.
const title = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'holds a character that nobody can see');
const language = z.enum(LANGUAGES);

const frontMatter = z.strictObject({
  id,
  kind: z.enum(AGREEMENT_KINDS),
  title: z.union([title, z.strictObject(optionalTitles())]),
  languages: z.array(language).min(1).optional(),
  fields: z
    .array(z.strictObject({ id, label: title, basis: title, required: z.boolean().optional() }))
    .max(20)
    .optional(),
  compatible: z
    .array(
      z
        .string()
        .regex(
          /^(?:[0-9a-f]{64}|imported)$/,
          'is no revision: the SHA-256 of an earlier text, 64 digits and letters from a to f; or “imported”, for signatures of which nobody knows the text',
        ),
    )
    .max(500)
    .optional(),
  grace: z.int().min(0).max(3650).optional(),
});

function optionalTitles(): Record<Language, z.ZodOptional<typeof title>> {
  const one = title.optional();
  return { en: one, fr: one, de: one, es: one, it: one, nl: one, pt: one };
}

export type AgreementReading =
  | { readonly ok: true; readonly agreement: Agreement }
  | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] };

/**
 * Reads an agreement: a Markdown file that begins with front matter (`---`, YAML, `---`). All of it is valid, or all
 * problems are said at once, each with its line and what to do.
 * @param path what the file is called where its problems are shown; its last part names the agreement
 */
export function readAgreement(given: string, path: string): AgreementReading {
  const text = canonicalText(given);
  const place = lineIndex(text);
  const reject = (problems: readonly ProblemAt[]): AgreementReading => ({
    ok: false,
    problems: [...problems]
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, ...problem }) => ({ path, ...place(offset), ...problem })),
  });
  const whole = problemOfWhole(text);
  if (whole !== null) return reject([whole]);
  const parts = splitFrontMatter(text);
  if (parts === null) {
    return reject([
      at(
        0,
        '',
        'There is no front matter: the file must begin with a line “---”, then “id: …”, “kind: …” and “title: …”, then another line “---”, and below it the text.',
      ),
    ]);
  }
  const { yaml, start, body, bodyStart } = parts;
  const { root, problems } = readYaml(yaml);
  const moved = problems.map((problem) => ({ ...problem, offset: problem.offset + start }));
  if (root === null) {
    return reject(
      moved.length > 0 ? moved : [at(start, '', 'The front matter says nothing: it needs id, kind and title.')],
    );
  }
  const parsed = frontMatter.safeParse(toValue(root));
  const wrong = parsed.success ? [] : explainIssues(parsed.error.issues, frontMatter, root);
  const empty = body.trim() === '' ? [at(bodyStart, '', 'Below the front matter there is no text to be signed.')] : [];
  const all = [...moved, ...wrong.map((problem) => ({ ...problem, offset: problem.offset + start })), ...empty];
  if (!parsed.success || all.length > 0) return reject(all);
  const { data } = parsed;
  const contradictions = contradictionsIn(data, root, path).map((problem) => ({
    ...problem,
    offset: problem.offset + start,
  }));
  if (contradictions.length > 0) return reject(contradictions);
  const titles = titlesOf(data);
  const [first = 'en', ...others] = data.languages ?? LANGUAGES.filter((one) => one in titles);
  return {
    ok: true,
    agreement: {
      id: data.id,
      kind: data.kind,
      languages: [first, ...others],
      titles: typeof data.title === 'string' ? { [first]: data.title } : titles,
      fields: (data.fields ?? []).map(({ required = true, ...field }) => ({ ...field, isRequired: required })),
      compatible: data.compatible ?? [],
      graceDays: data.grace ?? 0,
      revision: revisionOf(text),
      text,
      body,
    },
  };
}

function at(offset: number, key: string, message: string): ProblemAt {
  return { offset, key, message, suggestion: null };
}

function problemOfWhole(text: string): ProblemAt | null {
  if (text.length > LONGEST_AGREEMENT) {
    return at(
      0,
      '',
      `This file has more than ${LONGEST_AGREEMENT} characters. Nobody reads that before signing: shorten it.`,
    );
  }
  const unreadable = text.search(/[\0\uFFFD]/);
  if (unreadable === -1) return null;
  return at(unreadable, '', 'This is no text, or is not stored as UTF-8. Save the file as UTF-8.');
}

/** The YAML between the two lines `---`, and what follows them; null where the file does not begin so. */
function splitFrontMatter(text: string) {
  const start = 4;
  if (!text.startsWith('---\n')) return null;
  const end = `${text}\n`.indexOf('\n---\n', start - 1);
  if (end === -1) return null;
  const bodyStart = end + 5;
  return { yaml: text.slice(start, end + 1), start, body: text.slice(bodyStart), bodyStart };
}

type FrontMatter = z.output<typeof frontMatter>;

function titlesOf({ title: given }: FrontMatter): Agreement['titles'] {
  return typeof given === 'string' ? {} : given;
}

/** What is valid by itself, and says two things that cannot both be meant. */
function contradictionsIn(data: FrontMatter, root: YamlNode, path: string): ProblemAt[] {
  const say = (where: readonly PropertyKey[], key: string, message: string, suggestion: string | null = null) => ({
    offset: nodeAt(root, where).offset,
    key,
    message,
    suggestion,
  });
  const name = (path.split('/').at(-1) ?? '').replace(/\.md$/, '');
  const { languages = [], fields = [], compatible = [] } = data;
  const titles = titlesOf(data);
  const lacking = typeof data.title === 'string' ? [] : languages.filter((one) => titles[one] === undefined);
  return [
    ...(data.id === name
      ? []
      : [
          say(['id'], 'id', `The id is “${data.id}” and the file is called “${name}.md”: they must be the same.`, name),
        ]),
    ...(typeof data.title !== 'string' && Object.keys(titles).length === 0
      ? [say(['title'], 'title', 'There is no title in any language. Write “title: …”.')]
      : []),
    ...lacking.map((one) =>
      say(['title'], 'title', `It may be signed in “${one}”, and there is no title in that language. Add “${one}: …”.`),
    ),
    ...repeatedIn(languages).map((index) =>
      say(['languages', index], `languages[${index}]`, 'This language is named twice. Keep one of them.'),
    ),
    ...repeatedIn(fields.map((field) => field.id)).map((index) =>
      say(['fields', index, 'id'], `fields[${index}].id`, 'Another field has this id. Give it another one.'),
    ),
    ...repeatedIn(compatible).map((index) =>
      say(['compatible', index], `compatible[${index}]`, 'This revision is named twice. Keep one of them.'),
    ),
  ];
}

/** The places of what stood earlier in the list already. */
function repeatedIn(items: readonly string[]): number[] {
  return items.flatMap((item, index) => (items.indexOf(item) < index ? [index] : []));
}

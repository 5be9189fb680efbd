import { z } from 'zod';
import { keyOf, nearest, type ProblemAt } from './problem-at.ts';
import { nodeAt, type YamlNode } from './read-yaml.ts';

type Issue = z.core.$ZodIssue;

/** Says what the schema found wrong, each at its place in the text, with what was probably meant. */
export function explainIssues(issues: readonly Issue[], schema: z.ZodType, root: YamlNode): ProblemAt[] {
  return issues.flatMap(flatten).flatMap((issue): ProblemAt[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey([...issue.path, key], schema, root));
    const { offset, node, isExact } = nodeAt(root, issue.path);
    const key = keyOf(issue.path);
    if (!isExact) {
      const name = String(issue.path.at(-1));
      return [{ offset, key, message: `“${name}” is missing here.`, suggestion: null }];
    }
    return [{ offset: node.kind === 'scalar' ? node.offset : offset, key, ...explain(issue, node) }];
  });
}

/** Of a union's branches, the one that understood most: the one whose first complaint lies deepest. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const depth = (branch: readonly Issue[]): number =>
    Math.min(...branch.map(({ code, path }) => path.length + (code === 'unrecognized_keys' ? 1 : 0)));
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
  if (best.length === 0 || depth(best) === 0) return [issue];
  return best.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

function unknownKey(path: readonly PropertyKey[], schema: z.ZodType, root: YamlNode): ProblemAt {
  const parent = path.slice(0, -1);
  const name = String(path.at(-1));
  const what = parent.at(-1) === 'policies' ? 'policy' : 'setting';
  return {
    offset: nodeAt(root, path).offset,
    key: keyOf(path),
    message: `There is no ${what} called “${name}”${parent.length === 0 || what === 'policy' ? '' : ` in ${keyOf(parent)}`}.`,
    suggestion: nearest(name, keysAt(schema, parent)),
  };
}

/** The keys that the schema knows at a path. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  return objectsAt(schema, path).flatMap((object) => Object.keys(object.shape));
}

function objectsAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.ZodObject[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return objectsAt(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => objectsAt(option, path));
  const [first, ...rest] = path;
  if (schema instanceof z.ZodArray && typeof first === 'number') return objectsAt(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  if (first === undefined) return [schema];
  const inner = schema.shape[String(first)];
  return inner === undefined ? [] : objectsAt(inner, rest);
}

/** `false` for a policy means `off`. */
function meant(node: YamlNode, choices: readonly string[]): string | null {
  if (node.kind !== 'scalar') return null;
  return node.value === false && choices.includes('off') ? 'off' : nearest(node.source, choices);
}

type Explanation = Pick<ProblemAt, 'message' | 'suggestion'>;

function explain(issue: Issue, node: YamlNode): Explanation {
  if (issue.code === 'invalid_type') return explainType(issue.expected, node);
  if (issue.code === 'invalid_value') return explainChoice(issue.values.map(String), node);
  if (issue.code === 'invalid_union') {
    const choices = issue.errors
      .flat()
      .flatMap((inner) => (inner.code === 'invalid_value' ? inner.values.map(String) : []));
    const types = issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : []));
    const wanted = [...choices.map((choice) => `“${choice}”`), ...types.map((type) => TYPES[type] ?? type)];
    return { message: `${shown(node)} does not fit: it must be ${either(wanted)}.`, suggestion: meant(node, choices) };
  }
  return { message: sentence(sizeProblem(issue) ?? issue.message, node), suggestion: suggested(issue) };
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map of settings (“key: value”)',
  array: 'a list',
  string: 'text',
  boolean: '“true” or “false”',
  number: 'a number',
  int: 'a whole number',
};

const SPOKEN_BOOLEANS: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  y: 'true',
  '1': 'true',
  no: 'false',
  off: 'false',
  n: 'false',
  '0': 'false',
};

function explainType(expected: string, node: YamlNode): Explanation {
  const wanted = TYPES[expected] ?? expected;
  if (node.kind !== 'scalar')
    return { message: `This is ${KINDS[node.kind]}; it must be ${wanted}.`, suggestion: null };
  if (node.value === null) return { message: `There is no value here; it must be ${wanted}.`, suggestion: null };
  if (expected === 'string') {
    const suggestion = JSON.stringify(node.source);
    return {
      message: `YAML reads “${node.source}” as ${valueKind(node.value)}; it must be text. Put it in quotes.`,
      suggestion,
    };
  }
  const suggestion = expected === 'boolean' ? (SPOKEN_BOOLEANS[node.source.toLowerCase()] ?? null) : null;
  return { message: `${shown(node)} does not fit: it must be ${wanted}.`, suggestion };
}

const KINDS = { list: 'a list', map: 'a map' } as const;

function valueKind(value: string | number | boolean): string {
  return typeof value === 'number' ? 'a number' : '“true” or “false”';
}

function explainChoice(choices: readonly string[], node: YamlNode): Explanation {
  const given = node.kind === 'scalar' ? node.source : '';
  const wanted =
    choices.length > 12 ? 'one of those that the manual lists' : either(choices.map((choice) => `“${choice}”`));
  return { message: `${shown(node)} does not fit: it must be ${wanted}.`, suggestion: nearest(given, choices) };
}

/** Sizes, where the schema has no words of its own. */
function sizeProblem(issue: Issue): string | null {
  const unit = 'origin' in issue && issue.origin === 'string' ? ' characters' : '';
  if (issue.code === 'too_small') {
    return issue.minimum === 1 && issue.origin !== 'number'
      ? 'is empty'
      : `is too little: at least ${issue.minimum}${unit}`;
  }
  return issue.code === 'too_big' ? `is too much: at most ${issue.maximum}${unit}` : null;
}

function suggested(issue: Issue): string | null {
  const suggestion: unknown = issue.code === 'custom' ? issue.params?.suggestion : null;
  return typeof suggestion === 'string' ? suggestion : null;
}

/** A message that begins small goes on after what was written; a policy's own sentence stands by itself. */
function sentence(message: string, node: YamlNode): string {
  const whole = /^[a-z]/.test(message) ? `${shown(node)} ${message}` : message;
  return whole.endsWith('.') ? whole : `${whole}.`;
}

function shown(node: YamlNode): string {
  if (node.kind !== 'scalar' || node.source.trim() === '') return 'This';
  return `“${node.source.length > 60 ? `${node.source.slice(0, 60)}…` : node.source}”`;
}

function either(wanted: readonly string[]): string {
  return wanted.length < 2 ? wanted.join('') : `${wanted.slice(0, -1).join(', ')} or ${wanted.at(-1)}`;
}

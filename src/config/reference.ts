import { z } from 'zod';
import type { Policy } from '../core/policy.ts';
import { EXAMPLE } from './example.ts';
import { organizationSchema, repositorySchema } from './schema.ts';

const SCHEMA_ID = 'https://portreeve.github.io/schemas/configuration/v1.json';
/** Where editors fetch it. */
const SCHEMA_FILE = 'https://raw.githubusercontent.com/portreeve/portreeve/main/docs/schemas/portreeve.schema.json';

/** The part of JSON Schema that ours use. */
interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly format?: string;
}

/** The organisation's file as JSON Schema (draft 7, which editors know), for completion and checking while typing. */
export function configurationJsonSchema(policies: readonly Policy[]): object {
  const { $schema, ...schema } = z.toJSONSchema(organizationSchema(policies), { io: 'input', target: 'draft-7' });
  const title = 'Configuration of Portreeve (.github/portreeve.yml), version 1';
  return { $schema, $id: SCHEMA_ID, title, ...schema };
}

/** `docs/configuration.md`: every key with its type, what holds without it, and a sentence; and a whole example. */
export function renderConfigurationReference(policies: readonly Policy[]): string {
  const schema: JsonSchema = z.toJSONSchema(organizationSchema(policies), {
    io: 'input',
    target: 'draft-7',
  }) as JsonSchema;
  const own = Object.keys(repositorySchema(policies).shape).map((key) => `\`${key}\``);
  const top = Object.entries(schema.properties ?? {});
  const sections = top.filter(([key, value]) => key !== 'policies' && tablesOf(value) !== null);
  const parts = [
    '# Configuration',
    INTRODUCTION,
    '## All keys',
    table(schema),
    ...sections.flatMap(([key, value]) => section(key, value, 2)),
    '## policies',
    'What each policy demands. A policy that is not named keeps its built-in settings; `off` switches it off.',
    ...Object.entries(schema.properties?.policies?.properties ?? {}).flatMap(([id, value]) => [
      `### ${id}`,
      `${sentenceOf(value)} See [its page](policies/${id}.md).`,
      table(tablesOf(value) ?? {}),
    ]),
    '## In a repository',
    `A repository’s own \`.github/portreeve.yml\` may hold ${own.join(' and ')}, written as above. It counts only where \`repositoriesMayOverride\` of the organisation says so, and then as a whole or not at all: where it touches a policy that it may not, the whole file has no effect, and its author is told.`,
    '## Example',
    `\`\`\`yaml\n${EXAMPLE}\`\`\``,
  ];
  return `${parts.join('\n\n')}\n`;
}

const INTRODUCTION = `Portreeve is configured by one file, \`.github/portreeve.yml\`, in the organisation’s repository \`.github\`, or in its private repository \`.github-private\`, or in both: what the private one says then counts over what the public one says. Without a file, Portreeve observes: it judges with the built-in settings and writes nothing to repositories.

Only the file on the default branch counts. A pull request that changes it gets a check run which says what would change, or what is wrong, with line and column. A file with a mistake is refused as a whole, and the last good one stays in force.

Settings come in layers, each key by itself, the later over the earlier: what is built in, the organisation, its groups in order, the repository (where it may). Exemptions add up, and come only from the organisation. Archived repositories, forks and mirrors are left alone unless \`include\` or a group says otherwise.

The file is YAML 1.2 of at most 64 KiB, without anchors, aliases, tags and merge keys. Editors complete and check it with the first line \`# yaml-language-server: $schema=${SCHEMA_FILE}\`.`;

function section(key: string, value: JsonSchema, depth: number): string[] {
  const inner = tablesOf(value);
  if (inner === null) return [];
  const alike = alikeIn(inner);
  if (alike !== null) {
    return [
      `${'#'.repeat(depth)} ${key}`,
      `${sentenceOf(value)} Each of its ${Object.keys(inner.properties ?? {}).length} keys may have these.`,
      table(alike),
    ];
  }
  const deeper = Object.entries(inner.properties ?? {}).filter(
    ([name, part]) => name !== 'policies' && tablesOf(part) !== null,
  );
  const list = value.items === undefined ? '' : ' A list; each entry has these keys.';
  return [
    `${'#'.repeat(depth)} ${key}`,
    `${sentenceOf(value)}${list}`,
    table(inner),
    ...deeper.flatMap(([name, part]) => section(`${key}: ${name}`, part, depth + 1)),
  ];
}

/** So many maps under one roof are all of one kind: one is described for all. */
const MOST_APART = 12;

function alikeIn({ properties = {} }: JsonSchema): JsonSchema | null {
  const maps = Object.values(properties).map(tablesOf);
  return maps.length > MOST_APART && maps.every((inner) => inner !== null) ? (maps[0] ?? null) : null;
}

/** The map of settings that a value is, or is a list of; null when it is a single value. */
function tablesOf(value: JsonSchema): JsonSchema | null {
  if (value.properties !== undefined) return value;
  if (value.items !== undefined) return tablesOf(value.items);
  return value.anyOf?.map(tablesOf).find((inner) => inner !== null) ?? null;
}

function table(schema: JsonSchema): string {
  const rows = Object.entries(schema.properties ?? {}).map(([key, value]) => {
    const isRequired = schema.required?.includes(key) === true;
    return `| \`${key}\` | ${cell(typeOf(value))} | ${isRequired ? 'required' : cell(defaultOf(value))} | ${cell(sentenceOf(value))} |`;
  });
  return ['| Key | Type | Without it | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function typeOf(value: JsonSchema): string {
  if (value.anyOf !== undefined)
    return value.anyOf
      .filter(({ type }) => type !== 'null')
      .map(typeOf)
      .join(' or ');
  if (value.const !== undefined) return code(value.const);
  if (value.enum !== undefined) return value.enum.length > 12 ? 'one of a list' : value.enum.map(code).join(', ');
  if (value.items !== undefined) return tablesOf(value.items) === null ? `list of: ${typeOf(value.items)}` : 'list';
  if (value.properties !== undefined) return 'map';
  const formats: Readonly<Record<string, string>> = { uri: 'web address', email: 'e-mail address', date: 'day' };
  return (
    formats[value.format ?? ''] ??
    { string: 'text', boolean: 'true or false', integer: 'whole number' }[value.type ?? ''] ??
    value.type ??
    'any'
  );
}

function defaultOf(value: JsonSchema): string {
  if (value.default === undefined || value.default === null) return '';
  if (Array.isArray(value.default) && value.default.length > 12) return `${value.default.length} of them`;
  return code(value.default);
}

function sentenceOf(value: JsonSchema): string {
  return value.description ?? '';
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

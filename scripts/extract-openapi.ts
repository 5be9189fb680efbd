/**
 * Extracts from GitHub's published REST description what the embedded GitHub serves, as JSON Schema for ajv.
 *
 * The description is the npm package `@octokit/openapi` (385 MB unpacked), so the project keeps the extract:
 *   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz package/generated/api.github.com.json
 *   node scripts/extract-openapi.ts package/generated/api.github.com.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { routes } from '../test/github/rest/index.ts';

type Json = Record<string, unknown>;

interface Operation {
  readonly requestBody?: { readonly content?: Record<string, { readonly schema?: Json }>; readonly required?: boolean };
  readonly responses?: Record<
    string,
    { readonly content?: Record<string, { readonly schema?: Json }>; readonly $ref?: string }
  >;
}

interface Description {
  readonly info: { readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly 'x-webhooks': Record<string, { readonly post: Operation }>;
  readonly components: Record<string, Record<string, Json>>;
}

/** The webhook events that the embedded GitHub sends, by the names that the description gives them. */
const WEBHOOKS =
  /^(push|create|delete|ping|check-run-(completed|created|requested-action|rerequested)|check-suite-(requested|rerequested)|installation-(created|deleted|suspend|unsuspend|new-permissions-accepted)|installation-repositories-(added|removed)|merge-group-(checks-requested|destroyed)|organization-member-(added|removed)|issue-comment-(created|edited|deleted)|issues-(opened|edited|closed|reopened|deleted|labeled|unlabeled)|pull-request-(opened|edited|closed|reopened|synchronize|labeled|unlabeled|ready-for-review|converted-to-draft)|repository-(created|renamed|transferred|archived|unarchived|deleted|publicized|privatized|edited))$/;

const SHARED = '#/components/schemas/';
const PROSE = [
  'description',
  'example',
  'examples',
  'externalDocs',
  'title',
  'deprecated',
  'default',
  'xml',
  'discriminator',
];

const file = process.argv[2];
if (file === undefined) {
  console.error('Say where the description is: node scripts/extract-openapi.ts package/generated/api.github.com.json');
  process.exit(2);
}
const description = JSON.parse(readFileSync(file, 'utf8')) as Description;
const definitions: Record<string, unknown> = {};

/** OpenAPI 3.0 as JSON Schema: no prose, `nullable` as a type, references to the definitions of this file. */
function toJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const given = schema as Json;
  if (typeof given.$ref === 'string') return reference(given.$ref);
  const kept: Json = {};
  for (const [key, value] of Object.entries(given)) {
    if (key === 'nullable' || key.startsWith('x-') || PROSE.includes(key)) continue;
    if (key === 'enum' || key === 'required') kept[key] = value;
    else if (key === 'properties')
      kept[key] = Object.fromEntries(
        Object.entries(value as Json).map(([name, property]) => [name, toJsonSchema(property)]),
      );
    else kept[key] = toJsonSchema(value);
  }
  if (given.nullable !== true) return kept;
  if (Array.isArray(kept.enum)) kept.enum = [...new Set([...kept.enum, null])];
  if (typeof kept.type === 'string') return { ...kept, type: [kept.type, 'null'] };
  return { anyOf: [kept, { type: 'null' }] };
}

function reference(ref: string): Json {
  const name = ref.slice(SHARED.length);
  if (!ref.startsWith(SHARED)) throw new Error(`A reference outside the schemas: ${ref}`);
  if (!(name in definitions)) {
    definitions[name] = {};
    definitions[name] = toJsonSchema(description.components.schemas?.[name]);
  }
  return { $ref: `#/definitions/${name}` };
}

function schemaOf(content: Record<string, { readonly schema?: Json }> | undefined): unknown {
  const schema = content?.['application/json']?.schema;
  return schema === undefined ? undefined : toJsonSchema(schema);
}

function answersOf(operation: Operation): Json {
  const answers: Json = {};
  for (const [status, given] of Object.entries(operation.responses ?? {})) {
    if (!/^2|^304/.test(status)) continue;
    const resolved = given.$ref
      ? (description.components.responses?.[given.$ref.split('/').at(-1) ?? ''] as typeof given)
      : given;
    answers[status] = schemaOf(resolved.content) ?? null;
  }
  return answers;
}

const operations: Json = {};
const undocumented: string[] = [];
/** This one is made with the server's counters, so it is not in the list. */
const served = [
  ...routes.filter(({ isElsewhere }) => isElsewhere !== true),
  { method: 'GET', template: '/rate_limit' },
];
for (const { method, template } of served) {
  const operation = description.paths[template]?.[method.toLowerCase()];
  if (!operation) {
    undocumented.push(`${method} ${template}`);
    continue;
  }
  const request = schemaOf(operation.requestBody?.content);
  operations[`${method} ${template}`] = {
    ...(request === undefined ? {} : { request }),
    answers: answersOf(operation),
  };
}

// The description wants an installation's account to be a user and an enterprise at once: it says `allOf` where the shared schema says `anyOf`.
const installations = operations['GET /app/installations'] as { answers: Json };
installations.answers['200'] = { type: 'array', items: reference(`${SHARED}installation`) };

const webhooks: Json = {};
for (const [name, { post }] of Object.entries(description['x-webhooks'])) {
  if (WEBHOOKS.test(name)) webhooks[name] = schemaOf(post.requestBody?.content);
}

const extract = {
  source: `npm package @octokit/openapi ${description.info.version}, generated/api.github.com.json (MIT)`,
  note: 'Made by scripts/extract-openapi.ts: change that, not this.',
  undocumented,
  operations,
  webhooks,
  definitions,
};
const target = new URL('../test/github/openapi/api.github.com.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(extract)}\n`);
console.log(
  `${Object.keys(operations).length} operations, ${Object.keys(webhooks).length} webhooks, ${Object.keys(definitions).length} shared schemas`,
);
console.log(`Not in the description: ${undocumented.join(', ') || 'none'}`);

import { z } from 'zod';
import type { CodeOwnersError } from '../core/code-owners.ts';
import { type RepositoryFile, splitPath } from '../core/files.ts';
import { isOnByDefault, type Policy } from '../core/policy.ts';
import type { FactName } from '../core/snapshot.ts';

/** Which permission of the app a fact costs, and whether a clone has it. */
const FACTS: Readonly<
  Record<FactName, { readonly words: string; readonly permission: string; readonly inClone: boolean }>
> = {
  files: { words: 'the files of the repository', permission: 'Contents: read', inClone: true },
  inherited: {
    words: "the community files of the organisation's `.github` repository",
    permission: 'Contents: read',
    inClone: true,
  },
  licenses: { words: 'which licence each licence file is', permission: 'Contents: read', inClone: true },
  declarations: {
    words:
      'what manifests, headers and the README declare of the licence, and what GitHub takes it for (a clone goes without)',
    permission: 'Contents: read',
    inClone: true,
  },
  codeOwners: {
    words: 'what GitHub itself finds wrong in the CODEOWNERS file (a clone goes without)',
    permission: 'Contents: read',
    inClone: true,
  },
  signOffSettings: {
    words: 'what the repository’s settings do with sign-offs, where they are asked for (a clone goes without)',
    permission: 'Metadata: read',
    inClone: true,
  },
  kind: {
    words: 'whether it holds code, documentation or data, as its group or its topics say',
    permission: 'Metadata: read',
    inClone: true,
  },
  description: { words: 'what GitHub says of the repository', permission: 'Metadata: read', inClone: false },
};

/** Where a policy's page is published. */
export function policyUrl(id: string): string {
  return `https://github.com/portreeve/portreeve/blob/main/docs/policies/${id}.md`;
}

/** A policy's page of the manual, as Markdown: `docs/policies/<id>.md` and `portreeve explain`. */
export function renderPolicyPage(policy: Policy): string {
  const { id, meta } = policy;
  return [
    `# ${meta.title}`,
    '',
    `\`${id}\` · ${meta.severity} · ${meta.lifecycle} · findings are ${meta.disclosure}${isOnByDefault(policy) ? '' : ' · off unless chosen'}`,
    '',
    meta.rationale,
    '',
    '## What it looks at',
    '',
    ...renderNeeds(policy),
    '',
    '## Options',
    '',
    ...renderOptions(policy),
    '',
    '## Examples',
    '',
    ...renderExamples(policy),
    '',
    '## How to mend it',
    '',
    ...meta.remediation.split('\n'),
    '',
    '## References',
    '',
    ...meta.references.map((url) => `- <${url}>`),
    '',
  ].join('\n');
}

/** The table of all policies, for the README. */
export function renderPolicyTable(policies: readonly Policy[]): string {
  const rows = policies.map((policy) => {
    const { id, meta } = policy;
    const severity = isOnByDefault(policy) ? meta.severity : `${meta.severity}, where chosen`;
    return `| [${id}](docs/policies/${id}.md) | ${meta.title} | ${severity} |`;
  });
  return ['| Policy | Demands | Severity |', '| --- | --- | --- |', ...rows].join('\n');
}

function renderNeeds({ needs, watches, samples }: Policy): string[] {
  const facts = needs.flatMap((name) => (name in FACTS ? [FACTS[name as FactName]] : []));
  const permissions = [...new Set(facts.map(({ permission }) => permission))];
  const isOffline = facts.length === needs.length && facts.every(({ inClone }) => inClone);
  const folders = watches?.folders.map((folder) => (folder === '' ? 'the root' : `\`${folder}\``)) ?? [];
  return [
    ...facts.map(({ words }) => `- ${words}`),
    ...(watches === null ? [] : [`- names: ${watches.description}`, `- in ${folders.join(', ')}`]),
    ...(samples === undefined
      ? []
      : [`- the heads of ${samples.sample ?? 'all'} ${samples.description}, the first by path`]),
    `- works on a clone, without GitHub: ${isOffline ? 'yes' : 'no'}`,
    `- permission of the app: ${permissions.join(', ') || 'none'}`,
  ];
}

interface OptionSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly items?: unknown;
  readonly anyOf?: unknown;
}

function renderOptions({ options }: Policy): string[] {
  const { properties = {} } = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' });
  const names = Object.keys(properties);
  if (names.length === 0) return ['None.'];
  const rows = names.map((name) => {
    const property = properties[name];
    const option: OptionSchema = typeof property === 'object' ? property : {};
    const fallback = option.default === undefined ? '' : `\`${JSON.stringify(option.default)}\``;
    return `| \`${name}\` | ${typeOf(option)} | ${fallback} | ${option.description ?? ''} |`;
  });
  return ['| option | type | default | meaning |', '| --- | --- | --- | --- |', ...rows];
}

function typeOf(option: OptionSchema): string {
  if (Array.isArray(option.anyOf)) return option.anyOf.map((one: OptionSchema) => typeOf(one)).join(' or ');
  if (Array.isArray(option.enum)) return option.enum.join(', ');
  const isList = option.type === 'array' && typeof option.items === 'object' && option.items !== null;
  return isList ? `list of ${typeOf(option.items as OptionSchema)}` : String(option.type ?? 'any');
}

/** The failing ones first: that is what people look for. */
function renderExamples({ examples }: Policy): string[] {
  const isFailing = ({ expect }: Policy['examples'][number]) => expect.some((outcome) => outcome.startsWith('fail'));
  const ordered = [...examples.filter(isFailing), ...examples.filter((example) => !isFailing(example))];
  return ordered.flatMap((example) => {
    const results = example.expect.map((outcome) => `\`${outcome}\``).join(', ');
    const title = `- ${example.name}: ${results}`;
    return [title, ...describeFacts(example.facts, example.options)];
  });
}

function describeFacts(facts: object, options: Readonly<Record<string, unknown>> | undefined): string[] {
  const lines = Object.entries(facts).flatMap(([name, value]) => describeFact(name, value));
  if (options !== undefined) lines.push(`  - options: \`${JSON.stringify(options)}\``);
  return lines;
}

function describeFact(name: string, value: unknown): string[] {
  if (name === 'kind' && value !== 'code') return [`  - the repository holds ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  const label = name === 'inherited' ? 'inherited ' : '';
  if ('entries' in value && Array.isArray(value.entries)) {
    const entries: readonly RepositoryFile[] = value.entries;
    return entries.map((entry) => `  - ${label}\`${entry.path}\`${describeContent(entry)}`);
  }
  if ('isLookedUp' in value && 'errors' in value && Array.isArray(value.errors)) {
    const errors: readonly CodeOwnersError[] = value.errors;
    return errors.map(({ path, line, kind }) => `  - GitHub finds in \`${path}\`, line ${line}: ${kind}`);
  }
  if (!Array.isArray(value)) return [];
  return value.flatMap((license: unknown) =>
    typeof license === 'object' && license !== null && 'path' in license && 'expression' in license
      ? [`  - \`${license.path}\` is \`${license.expression}\``]
      : [],
  );
}

function describeContent({ kind, content, path }: RepositoryFile): string {
  if (content === null) return kind === 'folder' || kind === 'submodule' ? ` (${kind})` : '';
  if (content.kind !== 'text') return ` (${content.kind})`;
  const lines = content.text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return ' (empty)';
  const shown = lines.slice(0, 6).map((line) => line.trim());
  const more = lines.length > shown.length ? ' …' : '';
  return splitPath(path).name === ''
    ? ''
    : `: ${shown.map((line) => `\`${line.replaceAll('`', "'")}\``).join(' ')}${more}`;
}

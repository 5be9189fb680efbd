/**
 * Writes what is generated of the manual: `npm run docs`, and `npm run docs -- --check` to fail when something is stale.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { configurationJsonSchema, renderConfigurationReference } from '../src/config/reference.ts';
import { LANGUAGES, type Language } from '../src/core/language.ts';
import { POLICIES } from '../src/policies/index.ts';
import { auditJsonSchema } from '../src/report/audit-schema.ts';
import { coverageJsonSchema } from '../src/report/coverage-schema.ts';
import { renderErrorPage } from '../src/report/error-page.ts';
import { renderEvidenceTable } from '../src/report/evidence-table.ts';
import { renderFeatureTable } from '../src/report/feature-table.ts';
import { renderLanguagePage } from '../src/report/language-page.ts';
import { reportJsonSchema } from '../src/report/organization/schema.ts';
import { renderPolicyPage, renderPolicyTable } from '../src/report/policy-page.ts';
import type { Catalogue, Catalogues } from '../src/report/words.ts';

const ROOT = new URL('../', import.meta.url);
const NOTICE = '<!-- Do not edit: `npm run docs` writes this. -->\n\n';

/** One generated file, by its path from the root. Who generates another adds it to `products`. */
interface Product {
  readonly path: string;
  readonly text: string;
}

function products(): Product[] {
  return [
    ...POLICIES.map((policy) => ({ path: `docs/policies/${policy.id}.md`, text: NOTICE + renderPolicyPage(policy) })),
    { path: 'docs/errors.md', text: NOTICE + renderErrorPage() },
    { path: 'docs/schemas/coverage.schema.json', text: `${JSON.stringify(coverageJsonSchema(), null, 2)}\n` },
    { path: 'docs/schemas/report.schema.json', text: `${JSON.stringify(reportJsonSchema(), null, 2)}\n` },
    { path: 'docs/schemas/audit.schema.json', text: `${JSON.stringify(auditJsonSchema(), null, 2)}\n` },
    { path: 'docs/configuration.md', text: NOTICE + renderConfigurationReference(POLICIES) },
    {
      path: 'docs/schemas/portreeve.schema.json',
      text: `${JSON.stringify(configurationJsonSchema(POLICIES), null, 2)}\n`,
    },
    { path: 'docs/languages.md', text: NOTICE + renderLanguagePage(POLICIES, catalogues()) },
    ...tableIn('README.md', 'policies', renderPolicyTable(POLICIES)),
    ...tableIn('docs/operating.md', 'features', renderFeatureTable()),
    ...tableIn('docs/evidence.md', 'evidence', renderEvidenceTable()),
  ];
}

function catalogues(): Catalogues {
  const folder = new URL('templates/words/', ROOT);
  const load = (language: Language): Catalogue => JSON.parse(readFileSync(new URL(`${language}.json`, folder), 'utf8'));
  return { ...Object.fromEntries(LANGUAGES.map((language) => [language, load(language)])), en: load('en') };
}

/** A page that is written by hand but for what stands between two marks. */
function tableIn(path: string, name: string, table: string): Product[] {
  const place = new URL(path, ROOT);
  const text = existsSync(place) ? readFileSync(place, 'utf8') : '';
  const startMark = `<!-- ${name}: \`npm run docs\` writes this -->`;
  const start = text.indexOf(startMark);
  const end = text.indexOf(`<!-- /${name} -->`);
  if (start === -1 || end < start) return [];
  const head = text.slice(0, start + startMark.length);
  return [{ path, text: `${head}\n${table}\n${text.slice(end)}` }];
}

/** Pages of policies that are no more. */
function orphans(): string[] {
  const pages = readdirSync(new URL('docs/policies/', ROOT)).filter((name) => name.endsWith('.md'));
  return pages.filter((name) => !POLICIES.some(({ id }) => `${id}.md` === name)).map((name) => `docs/policies/${name}`);
}

function main(): void {
  const isCheck = process.argv.includes('--check');
  const stale = products().filter(({ path, text }) => {
    const place = new URL(path, ROOT);
    return !existsSync(place) || readFileSync(place, 'utf8') !== text;
  });
  if (!isCheck) for (const { path, text } of stale) writeFileSync(new URL(path, ROOT), text);
  const problems = [
    ...(isCheck ? stale.map(({ path }) => `${path} is stale: run \`npm run docs\`.`) : []),
    ...orphans().map((path) => `${path} belongs to no policy: delete it.`),
  ];
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}

main();

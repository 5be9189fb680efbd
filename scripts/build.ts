/**
 * Builds dist/ for the package: the command in a few files of JavaScript, because Node strips no types below
 * node_modules and takes longer to find 170 files than to judge a clone; and the data that stands beside the code.
 * Types are `npm run check`'s business.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const DATA = ['licenses/generated/license-index.bin'];
/**
 * What every audit needs becomes part of the command, with all that it needs itself; all else is loaded from where npm
 * installed it.
 */
const BUNDLED = [
  { name: 'fast-xml-parser', license: 'LICENSE' },
  // Of the same author, and without a text of its own.
  { name: '@nodable/entities', license: '../../fast-xml-parser/LICENSE' },
  { name: 'anynum', license: 'LICENSE' },
  { name: 'fast-xml-builder', license: 'LICENSE' },
  { name: 'fastest-levenshtein', license: 'LICENSE.md' },
  { name: 'is-unsafe', license: 'LICENSE' },
  { name: 'js-yaml', license: 'LICENSE' },
  { name: 'path-expression-matcher', license: 'LICENSE' },
  { name: 'smol-toml', license: 'LICENSE' },
  { name: 'strnum', license: 'LICENSE' },
  { name: 'xml-naming', license: 'LICENSE' },
  { name: 'zod', license: 'LICENSE' },
];

/** zod brings its messages in fifty languages, a third of it; only its English ones are ever shown. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup(building) {
    building.onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer, resolveDir }) =>
      importer.includes('/zod/v4/') ? { path: resolve(resolveDir, '../locales/en.js') } : null,
    );
  },
};

const { dependencies } = readManifest(ROOT);
const isBundled = (name: string) => BUNDLED.some((bundled) => bundled.name === name);

rmSync(`${ROOT}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: ROOT,
  entryPoints: ['src/cli/main.ts'],
  // All in one folder, as deep below the package as the sources are: they find their data by relative paths.
  outdir: 'dist/cli',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  external: Object.keys(dependencies).filter((name) => !isBundled(name)),
  legalComments: 'none',
  plugins: [englishOnly],
});
for (const path of DATA) cpSync(`${ROOT}src/${path}`, `${ROOT}dist/${path}`);
writeFileSync(`${ROOT}dist/third-party-notices.txt`, BUNDLED.map(noticeOf).join('\n'));

function noticeOf({ name, license }: (typeof BUNDLED)[number]): string {
  const folder = `${ROOT}node_modules/${name}/`;
  return `${name} ${readManifest(folder).version}\n\n${readFileSync(`${folder}${license}`, 'utf8')}`;
}

function readManifest(folder: string): {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
} {
  return JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
}

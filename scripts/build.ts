/**
 * Builds dist/ for the package: JavaScript, because Node strips no types below node_modules, and the data that stands
 * beside the code. Types are `npm run check`'s business.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const DATA = ['licenses/generated/license-index.json'];

rmSync(`${ROOT}dist`, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '--project', `${ROOT}.config/tsconfig.build.json`], { stdio: 'inherit' });
for (const path of DATA) cpSync(`${ROOT}src/${path}`, `${ROOT}dist/${path}`);

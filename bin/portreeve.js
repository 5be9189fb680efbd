#!/usr/bin/env node
// Runs on the user's own Node.js, which may be any: the version is asked before a line is imported that it cannot read.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Portreeve needs Node.js 22.18 or newer; this is ${process.version}. Install a newer Node.js from https://nodejs.org.\n`,
  );
  process.exitCode = 2;
} else {
  start();
}

/** What Node.js compiled is kept beside the code, so that only who may change the code can change what was compiled of it. */
async function start() {
  const [{ enableCompileCache }, { fileURLToPath }] = await Promise.all([import('node:module'), import('node:url')]);
  enableCompileCache(fileURLToPath(new URL('../.cache', import.meta.url)));
  await import('../dist/cli/main.js');
}

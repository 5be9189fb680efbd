#!/usr/bin/env node
// Runs on the user's own Node.js, which may be any: the version is asked before a line is imported that it cannot read.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Portreeve needs Node.js 22.18 or newer; this is ${process.version}. Install a newer Node.js from https://nodejs.org.\n`,
  );
  process.exitCode = 2;
} else {
  import('../dist/cli/main.js');
}

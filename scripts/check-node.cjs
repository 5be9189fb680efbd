// Every npm script starts here, so that a Node that is too old answers with one sentence instead of a stack trace.
// Written for any Node: no syntax newer than ES5.
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 18)) {
  process.stderr.write(
    'Portreeve needs Node.js 22.18 or newer; this is ' +
      process.version +
      '. ' +
      'Run it through npm after `npm ci` (which brings a fitting Node.js along), or install a newer Node.js.\n',
  );
  process.exit(2);
}

// What Node.js has compiled once is kept for the next start, which takes a third less time. It lies beside the code, so
// that only who may change the code can change what was compiled of it. Child processes find it by the environment.
process.env.NODE_COMPILE_CACHE =
  process.env.NODE_COMPILE_CACHE ||
  require('node:path').join(__dirname, '..', 'node_modules', '.cache', 'node-compile');
require('node:module').enableCompileCache(process.env.NODE_COMPILE_CACHE);

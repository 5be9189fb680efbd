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

/** Holds the direction of imports (docs/how-it-works.md). Each rule says what would break without it. */
const INSIDE = '^src/(core|yaml|policies|licenses|contributions|ledger|ggi|config|plan|insights|report)/';
const OUTSIDE = '^src/(github|clone|store|jobs)/';

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that import one another cannot be understood, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'core-imports-zod-and-itself',
      comment: 'The vocabulary is what every other room stands on; it stands on nothing.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { pathNot: ['^src/core/', '^node_modules/zod/'] },
    },
    {
      name: 'inside-touches-no-world',
      comment: 'Evaluating and planning are plain functions over plain data: no clock, network, file or environment.',
      severity: 'error',
      from: { path: INSIDE },
      to: { path: ['^src/(github|clone|store|jobs|tasks|app|dashboard|cli)/'] },
    },
    {
      name: 'inside-imports-no-node-io',
      comment: 'Time, files and ids come in as arguments, so that the inside is tested without mocks.',
      severity: 'error',
      from: { path: INSIDE },
      to: { dependencyTypes: ['core'], pathNot: ['^(node:)?(crypto|url|util)$'] },
    },
    {
      name: 'policies-know-core-yaml-and-licenses',
      comment: 'A policy is one file that judges facts; what is done about it is decided elsewhere.',
      severity: 'error',
      from: { path: '^src/policies/' },
      to: { path: '^src/', pathNot: ['^src/(core|yaml|policies|licenses)/'] },
    },
    {
      name: 'yaml-knows-only-itself',
      comment: 'It reads any text; what the text is for is known elsewhere.',
      severity: 'error',
      from: { path: '^src/yaml/' },
      to: { path: '^src/', pathNot: ['^src/yaml/'] },
    },
    {
      name: 'outside-rooms-do-not-know-each-other',
      comment: 'Each adapter speaks to one thing; they meet in tasks/.',
      severity: 'error',
      from: { path: '^src/(github|clone|store|jobs)/' },
      to: { path: OUTSIDE, pathNot: '^src/$1/' },
    },
    {
      name: 'outside-knows-no-callers',
      comment: 'One direction, no way back.',
      severity: 'error',
      from: { path: OUTSIDE },
      to: { path: '^src/(tasks|app|dashboard|cli)/' },
    },
    {
      name: 'tasks-know-no-callers',
      comment: 'The ways through the house are used by app and cli alike.',
      severity: 'error',
      from: { path: '^src/tasks/' },
      to: { path: '^src/(app|dashboard|cli)/' },
    },
    {
      name: 'only-github-imports-octokit',
      comment: 'One room speaks to GitHub, so that one room has its limits, tokens and errors.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(github|app)/' },
      to: { path: '^node_modules/@octokit/' },
    },
    {
      name: 'only-app-imports-probot',
      comment: 'Probot dispatches events and makes clients; nothing else depends on it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app/' },
      to: { path: '^node_modules/probot/' },
    },
    {
      name: 'not-to-tests',
      comment: 'What runs at the user’s never depends on the tests or on the embedded GitHub.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: "^(test|scripts)/" },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};

/** Jest as ES modules; TypeScript is only stripped (swc): `npm run check` does the type checking. */
export default {
  rootDir: '..',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } }],
  },
  injectGlobals: false,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // Many tests wait for a process or a database, so that more run at once than a small machine has processors.
  maxWorkers: 3,
  testSequencer: '<rootDir>/.config/test-sequencer.js',
  // The modules of a test file stay in memory after it. A worker that has grown is replaced: its collector slows it down.
  workerIdleMemoryLimit: '1GB',
  // Only what hangs takes as long: a busy machine is no failure.
  testTimeout: 120_000,
};

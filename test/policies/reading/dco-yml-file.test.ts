import { expect, test } from '@jest/globals';
import { readDcoYml } from '../../../src/policies/reading/dco-yml-file.ts';

const says = (settings: object) => ({
  settings: { membersSignOff: null, individualRemediation: null, thirdPartyRemediation: null, ...settings },
  problem: null,
});

test.each<[what: string, text: string, reading: object]>([
  ['nothing', '', says({})],
  ['members', 'require:\n  members: false\n', says({ membersSignOff: false })],
  [
    'remediation',
    'allowRemediationCommits:\n  individual: true\n  thirdParty: true\n',
    says({ individualRemediation: true, thirdPartyRemediation: true }),
  ],
  ['an empty section', 'require:\n', says({})],
  ['keys of another time', 'enabled: true\nrequire: { members: true, teams: x }\n', says({ membersSignOff: true })],
  [
    'no truth value',
    'require: { members: nobody }\n',
    { problem: 'require.members is not what it should be; write true or false' },
  ],
  ['no section', 'require: yes\n', { problem: expect.stringContaining('require is not what it should be') }],
  ['broken YAML', 'require:\n  members: [\n', { problem: expect.stringMatching(/^line \d+: /) }],
  ['an alias', 'a: &a {members: false}\nrequire: *a\n', { problem: expect.stringMatching(/^line \d+: /) }],
])('%s', (_what, text, reading) => {
  expect(readDcoYml(text)).toMatchObject(reading);
});

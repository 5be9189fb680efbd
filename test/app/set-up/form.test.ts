import { expect, test } from '@jest/globals';
import { readForm } from '../../../src/app/set-up/form.ts';

const GITHUB = { webUrl: 'https://github.com', webhookPath: '/api/github/webhooks' };
const SERVER = { ...GITHUB, webUrl: 'https://git.city.internal' };
const AT_HOME = { ...GITHUB, webUrl: 'http://127.0.0.1:4000' };
const read = (address: string, settings = GITHUB, more = {}) =>
  readForm({ address, owner: 'city', name: 'Portreeve City', ...more }, settings);
const problemOf = (...args: Parameters<typeof read>) => {
  const reading = read(...args);
  return 'problems' in reading ? reading.problems : null;
};

test.each([
  ['https://portreeve.city.eu/hooks', GITHUB, 'https://portreeve.city.eu/hooks', '/hooks'],
  // A bare host is led to where the app listens.
  [' https://portreeve.city.eu ', GITHUB, 'https://portreeve.city.eu/api/github/webhooks', '/api/github/webhooks'],
  ['https://1.1.1.1:8443/a/b', GITHUB, 'https://1.1.1.1:8443/a/b', '/a/b'],
  ['https://10.1.2.3/hooks', SERVER, 'https://10.1.2.3/hooks', '/hooks'],
  ['https://hooks/hooks', SERVER, 'https://hooks/hooks', '/hooks'],
  ['http://localhost:3000/hooks', AT_HOME, 'http://localhost:3000/hooks', '/hooks'],
])('%s is taken', (address, settings, webhookUrl, webhookPath) => {
  expect(read(address, settings)).toEqual({
    wish: { webhookUrl, webhookPath, organization: 'city', name: 'Portreeve City' },
  });
});

test.each([
  ['', GITHUB, 'Give the address under which'],
  ['portreeve.city.eu', GITHUB, 'Give a whole address'],
  ['javascript:alert(1)', GITHUB, 'begins with https'],
  ['http://portreeve.city.eu/', GITHUB, 'begins with https'],
  ['http://portreeve.city.eu/', SERVER, 'begins with https'],
  ['https://u:p@portreeve.city.eu/', GITHUB, 'Leave out the user'],
  ['https://portreeve.city.eu/?a=b', GITHUB, 'Leave out everything from'],
  ['https://portreeve.city.eu/#a', GITHUB, 'Leave out everything from'],
  [`https://portreeve.city.eu/${'x'.repeat(600)}`, GITHUB, 'at most 500'],
  ['https://portreeve.city.eu/%2e%00', GITHUB, 'plain letters'],
  ['https://portreeve.city.eu/readyz', GITHUB, 'Give another path: /readyz belongs to /readyz'],
  ['https://portreeve.city.eu/readyz/database', GITHUB, 'Give another path: /readyz/database belongs to /readyz'],
  ['https://portreeve.city.eu//healthz', GITHUB, 'Give another path: //healthz has a part that is empty'],
  ['https://localhost/hooks', GITHUB, 'each machine itself'],
  ['https://app.localhost./hooks', SERVER, 'each machine itself'],
  ['https://127.1/hooks', SERVER, 'each machine itself'],
  ['https://0x7f000001/hooks', GITHUB, 'each machine itself'],
  ['https://[::1]/hooks', GITHUB, 'each machine itself'],
  ['https://[::ffff:127.0.0.1]/hooks', GITHUB, 'each machine itself'],
  ['https://0.0.0.0/hooks', GITHUB, 'each machine itself'],
  ['https://192.168.1.5/hooks', GITHUB, 'that is public'],
  ['https://169.254.169.254/hooks', GITHUB, 'that is public'],
  ['https://[fd00::5]/hooks', GITHUB, 'that is public'],
  ['https://[::ffff:10.0.0.1]/hooks', GITHUB, 'that is public'],
  ['https://portreeve/hooks', GITHUB, 'that is public'],
  ['https://portreeve.corp.internal/hooks', GITHUB, 'that is public'],
  ['https://portreeve.example/hooks', GITHUB, 'that is public'],
])('%s is refused', (address, settings, words) => {
  expect(problemOf(address, settings)?.address).toContain(words);
});

const GOOD = 'https://portreeve.city.eu/';

test.each([
  ['owner', 'city/../x'],
  ['owner', '-city'],
  ['owner', 'x'.repeat(40)],
  ['owner', 'ci ty'],
  ['owner', '"><b>'],
  ['name', ''],
  ['name', 'x'.repeat(35)],
  ['name', 'Port\u202ereeve'],
  ['name', '<img>'],
])('%s %j is refused', (field, value) => {
  expect(Object.keys(problemOf(GOOD, GITHUB, { [field]: value }) ?? {})).toEqual([field]);
});

test('everything wrong is told at once, and no organisation means one’s own account', () => {
  expect(Object.keys(problemOf('x', GITHUB, { owner: '/', name: '' }) ?? {}).sort()).toEqual([
    'address',
    'name',
    'owner',
  ]);
  expect(read(GOOD, GITHUB, { owner: ' ' })).toMatchObject({ wish: { organization: null } });
});

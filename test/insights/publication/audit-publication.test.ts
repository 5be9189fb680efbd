import { describe, expect, test } from '@jest/globals';
import { known, unavailable } from '../../../src/core/fact.ts';
import { domainsOf, type PublicationFacts } from '../../../src/core/publication-facts.ts';
import {
  auditPublication,
  type PublicationInput,
  type PublicationTopic,
} from '../../../src/insights/publication/audit-publication.ts';

const FACTS: PublicationFacts = {
  paths: known(['README.md', 'LICENSE', 'publiccode.yml']),
  history: known({ commits: 3, read: 3, since: '2026-01-01T00:00:00Z', domains: [] }),
  secretScanning: known({ isOn: true, stopsPushes: true }),
  kilobytes: known(10),
};
const license = (expression: string) => ({
  path: 'LICENSE',
  expression,
  sameText: [],
  open: true,
  match: 'exact',
  matches: [],
});
const INPUT = { facts: FACTS, licenses: known([license('EUPL-1.2')]), verdicts: [] } as unknown as PublicationInput;

function audit(facts: Partial<PublicationFacts>, more: object = {}) {
  return auditPublication({ ...INPUT, ...more, facts: { ...FACTS, ...facts } });
}

/** What is said of a topic, as `outcome code`. */
function said(topic: PublicationTopic, facts: Partial<PublicationFacts>, more: object = {}): string[] {
  const items = audit(facts, more).filter((item) => item.topic === topic);
  return items.map(({ outcome, finding }) => `${outcome} ${finding.code}`);
}

const history = (more: object) => ({
  history: known({ commits: 3, read: 3, since: '2026-01-01', domains: [], ...more }),
});
const verdict = (policy: string, outcome: string) => ({ policy, outcome });

describe('what is to be looked at before a repository becomes public', () => {
  test.each<{ name: string; topic: PublicationTopic; facts?: Partial<PublicationFacts>; more?: object; is: string[] }>([
    { name: 'a licence that is known', topic: 'license', is: ['fine license.found'] },
    { name: 'no licence', topic: 'license', more: { licenses: known([]) }, is: ['look license.none'] },
    {
      name: 'a licence nobody knows, beside one',
      topic: 'license',
      more: { licenses: known([license('MIT'), license('NOASSERTION')]) },
      is: ['fine license.found', 'look license.unclear'],
    },
    {
      name: 'files that could not be read',
      topic: 'license',
      more: { licenses: unavailable('outage') },
      is: ['unknown unknown'],
    },
    {
      name: 'secret scanning with push protection',
      topic: 'secrets',
      is: ['fine secrets.pushes', 'fine secrets.no-names'],
    },
    {
      name: 'secret scanning without',
      topic: 'secrets',
      facts: { secretScanning: known({ isOn: true, stopsPushes: false }), paths: known(['.env']) },
      is: ['fine secrets.on', 'look secrets.names'],
    },
    {
      name: 'no secret scanning, and too many files',
      topic: 'secrets',
      facts: { secretScanning: known({ isOn: false, stopsPushes: false }), paths: unavailable('too many') },
      is: ['look secrets.off', 'unknown unknown'],
    },
    {
      name: 'a setting that is not shown',
      topic: 'secrets',
      facts: { secretScanning: unavailable('hidden') },
      is: ['unknown unknown', 'fine secrets.no-names'],
    },
    { name: 'a short history', topic: 'history', is: ['look history.size', 'fine history.no-addresses'] },
    {
      name: 'a long history of many',
      topic: 'history',
      facts: {
        ...history({ commits: 3000, read: 2000, domains: [{ domain: 'city.example', addresses: 4 }] }),
        kilobytes: known(200 * 1024),
      },
      is: ['look history.size', 'unknown history.rest', 'look history.addresses', 'look history.large'],
    },
    {
      name: 'one just small enough',
      topic: 'history',
      facts: { kilobytes: known(199 * 1024) },
      is: ['look history.size', 'fine history.no-addresses'],
    },
    { name: 'no data on people', topic: 'personal-data', is: ['fine personal-data.no-names'] },
    { name: 'a table', topic: 'personal-data', facts: { paths: known(['a.xlsx']) }, is: ['look personal-data.names'] },
    { name: 'nothing of others', topic: 'notices', is: ['fine notices.not-needed'] },
    {
      name: 'work of others',
      topic: 'notices',
      facts: { paths: known(['vendor/a.js']) },
      is: ['look notices.missing'],
    },
    {
      name: 'work of others with notices',
      topic: 'notices',
      facts: { paths: known(['vendor/a.js', 'NOTICE']) },
      is: ['look notices.found'],
    },
    { name: 'a publiccode.yml', topic: 'publiccode', is: ['fine publiccode.found'] },
    { name: 'none', topic: 'publiccode', facts: { paths: known([]) }, is: ['look publiccode.missing'] },
    {
      name: 'policies',
      topic: 'policies',
      more: { verdicts: [verdict('a', 'pass'), verdict('b', 'fail'), verdict('c', 'unknown'), verdict('d', 'exempt')] },
      is: ['fine policies.met', 'look policies.open'],
    },
  ])('$name', ({ topic, facts = {}, more = {}, is }) => {
    expect(said(topic, facts, more)).toEqual(is);
  });

  test('addresses are counted by domain, each once, GitHub’s own not at all', () => {
    const addresses = ['a@x.example', 'A@X.example', 'b@x.example', 'c@y.example', '1+c@users.noreply.github.com', ''];
    expect(domainsOf(addresses)).toEqual([
      { domain: 'x.example', addresses: 2 },
      { domain: 'y.example', addresses: 1 },
    ]);
  });
});

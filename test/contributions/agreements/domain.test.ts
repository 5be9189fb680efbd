import { expect, test } from '@jest/globals';
import { canonicalDomain, domainOfEmail } from '../../../src/contributions/agreements/domain.ts';

test.each([
  ['ferry.example', 'ferry.example'],
  [' FERRY.Example ', 'ferry.example'],
  ['fähre.example', 'xn--fhre-loa.example'],
  ['a.b.ferry.example', 'a.b.ferry.example'],
  ['example', null],
  ['', null],
  ['ferry.example.', null],
  ['*.example', null],
  ['ferry .example', null],
  ['x@ferry.example', null],
  ['127.0.0.1', null],
  ['ferry.example/evil', null],
  [`${'a'.repeat(64)}.example`, null],
  ['a.'.repeat(200), null],
])('the domain %j is %j', (text, domain) => {
  expect(canonicalDomain(text)).toBe(domain);
});

test.each([
  ['grace@ferry.example', 'ferry.example'],
  ['Grace@FERRY.example', 'ferry.example'],
  ['"grace@evil.example"@ferry.example', 'ferry.example'],
  ['grace@sub.ferry.example', 'sub.ferry.example'],
  ['grace@ferry.example.evil.example', 'ferry.example.evil.example'],
  ['grace@notferry.example', 'notferry.example'],
  ['ferry.example', null],
  ['@ferry.example', null],
])('the address %j is of %j, and of nothing else', (email, domain) => {
  expect(domainOfEmail(email)).toBe(domain);
});

import { expect, test } from '@jest/globals';
import { fillTemplate } from '../../src/report/fill-template.ts';

test.each([
  ['A {{a}}.', { a: 'x' }, 'A x.'],
  ['A {{ a }}.', { a: 'x' }, 'A x.'],
  ['{{#a}}\nYes {{a}}\n{{/a}}\n{{^a}}\nNo\n{{/a}}\n', { a: 'x' }, 'Yes x\n'],
  ['{{#a}}\nYes {{a}}\n{{/a}}\n{{^a}}\nNo\n{{/a}}\n', { a: null }, 'No\n'],
  ['{{#a}}\n{{#b}}\nboth\n{{/b}}\n{{/a}}\nend', { a: 'x', b: null }, 'end'],
  ['{{#a}}\n{{#b}}\nboth\n{{/b}}\n{{/a}}\nend', { a: null, b: 'x' }, 'end'],
  ['one{{#a}}: {{a}}{{/a}}.', { a: null }, 'one.'],
  ['{{!needs a b}}\ntext', { a: null, b: 'x' }, 'text'],
  ['{{#a}}{{!needs b}}{{/a}}text', { a: null }, 'text'],
])('%j with %j gives %j', (template, facts, text) => {
  expect(fillTemplate(template, facts)).toBe(text);
});

test.each([
  ['{{a}} {{b}} {{a}}', { a: null }, ['a', 'b']],
  ['{{!needs a b}}', { a: '', b: ' ' }, ['a or b']],
  ['{{toString}}', {}, ['toString']],
  ['{{#a}}{{b}}{{/a}}', { a: 'x' }, ['b']],
])('%j with %j lacks %j', (template, facts, missing) => {
  expect(fillTemplate(template, facts)).toEqual({ missing });
});

test.each([
  ['a tag', '{{b}}', '{{b}}'],
  ['Markdown', '**x** <b> [y](z)', '\\*\\*x\\*\\* &lt;b&gt; \\[y\\](z)'],
  ['a second line', 'x\n# y', 'x # y'],
  ['an e-mail address', 'a_b@city.example', 'a_b@city.example'],
  ['a web address', 'https://city.example/a_b?c=1', 'https://city.example/a_b?c=1'],
  ['a script', 'javascript:alert(1)', 'javascript:alert(1)'],
])('a fact that is %s stays text', (_name, fact, text) => {
  expect(fillTemplate('{{a}}', { a: fact, b: 'secret' })).toBe(text);
});

test.each(['{{#a}}', '{{/a}}', '{{#a}}{{#b}}{{/a}}{{/b}}'])('%s is a mistake of ours', (template) => {
  expect(() => fillTemplate(template, { a: 'x', b: 'y' })).toThrow(/closes/);
});

import { z } from 'zod';
import { communityFile, filesWith } from '../core/files.ts';
import { definePolicy } from '../core/policy.ts';
import { findOwnFile, textOf, whyUnreadable } from './reading/community-file.ts';
import { isUnwritten } from './reading/placeholder.ts';
import { visibleLines } from './reading/visible-lines.ts';

const README = communityFile('readme');

/** How tools begin the README that they make; it tells of the tool, not of what was made with it. In small letters. */
const GENERATED = [
  'this project was bootstrapped with [create react app]',
  'this template provides a minimal setup to get react working',
  'this template should help get you started developing with',
  'this project was generated with [angular cli]',
  'this project was generated using [angular cli]',
  'this is a [next.js](https://nextjs.org) project bootstrapped with',
  'this is a [next.js](https://nextjs.org/) project bootstrapped with',
  'everything you need to build a svelte project',
  'a new flutter project.',
  'this readme would normally document whatever steps are necessary',
  'to make it easy for you to get started with gitlab',
  'todo: give a short introduction of your project',
];

export const readme = definePolicy({
  id: 'readme',
  subject: 'repository',
  meta: {
    title: 'A README that says what this is',
    rationale:
      'The README is the first thing, and often the only thing, that people read before they decide whether the software is for them. Without a sentence that says what it does, nobody finds it, uses it again or helps with it, and public money pays for the same work twice.',
    remediation:
      'Write a file README.md in the root. Begin with one sentence that says what this is and for whom; then how to try it, how to get help and under which licence it stands. Take out what a tool wrote there before you.',
    severity: 'warning',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [
      'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-readmes',
      'https://standard.publiccode.net/criteria/document-the-code.html',
    ],
    points: ['project-information-complete'],
  },
  needs: ['files'],
  watches: README,
  options: z.strictObject({}),
  messages: {
    present: ({ path }: { path: string }) => `${path} says what this is.`,
    missing: () => 'There is no README.',
    empty: ({ path }: { path: string }) => `${path} is empty.`,
    'only-headings': ({ path }: { path: string; line: number }) =>
      `${path} has a heading and nothing below it that says what this is.`,
    placeholder: ({ path }: { path: string; line: number }) => `${path} is not written yet: it tells readers nothing.`,
    generated: ({ path }: { path: string; line: number }) =>
      `${path} begins with what a tool wrote about itself, not with what this is.`,
    unreadable: ({ path, why }: { path: string; why: string }) => `${path} cannot be read: ${why}.`,
  },
  proposal: { path: 'README.md', source: { template: 'README.md' }, mends: ['missing'] },
  examples: [
    { name: 'no README', facts: { files: filesWith({ LICENSE: 'MIT' }) }, expect: ['fail missing'] },
    { name: 'an empty README', facts: { files: filesWith({ 'README.md': '\n' }) }, expect: ['fail empty'] },
    {
      name: 'only the name of the repository',
      facts: { files: filesWith({ 'README.md': '# bus-stops\n\n## Installation\n' }) },
      expect: ['fail only-headings'],
    },
    {
      name: 'a README that is still to be written',
      facts: { files: filesWith({ 'README.rst': 'bus-stops\n=========\n\nTODO\n' }) },
      expect: ['fail placeholder'],
    },
    {
      name: 'the README that a tool made',
      facts: {
        files: filesWith({
          'README.md':
            '# Getting Started\n\nThis project was bootstrapped with [Create React App](https://github.com/facebook/create-react-app).\n',
        }),
      },
      expect: ['fail generated'],
    },
    {
      name: 'a README that is a link out of the repository',
      facts: { files: filesWith({ README: { kind: 'broken-link', problem: 'outside' } }) },
      expect: ['fail unreadable'],
    },
    {
      name: 'the file that GitHub shows counts, not the better one in the root',
      facts: { files: filesWith({ '.github/README.md': '# City\n', 'README.md': '# City\n\nAll of our software.\n' }) },
      expect: ['fail only-headings'],
    },
    {
      name: 'a short README',
      facts: { files: filesWith({ 'readme.txt': 'Bus stops of the city, as GeoJSON.' }) },
      expect: ['pass present'],
    },
    {
      name: 'a description above what a tool wrote',
      facts: {
        files: filesWith({
          'README.md':
            '# Bus stops\n\nShows when the next bus leaves.\n\nThis project was generated with [Angular CLI](https://angular.dev).\n',
        }),
      },
      expect: ['pass present'],
    },
  ],
  evaluate({ files }, _options, { pass, fail }) {
    const entry = findOwnFile(files, README);
    if (entry === null) return [fail('missing')];
    const { path } = entry;
    const why = whyUnreadable(entry);
    if (why !== null) return [fail('unreadable', { path, why })];
    const [heading, ...more] = visibleLines(textOf(entry));
    if (heading === undefined) return [fail('empty', { path })];
    const body = [heading, ...more].filter(({ isHeading }) => !isHeading);
    const [first] = body;
    if (first === undefined) return [fail('only-headings', { path, line: heading.number })];
    const place = { path, line: first.number };
    if (isUnwritten(body)) return [fail('placeholder', place)];
    const opening = first.text.toLowerCase();
    if (GENERATED.some((words) => opening.startsWith(words))) return [fail('generated', place)];
    return [pass('present', { path })];
  },
});

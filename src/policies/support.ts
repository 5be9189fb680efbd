import { z } from 'zod';
import { communityFile, filesWith } from '../core/files.ts';
import { definePolicy } from '../core/policy.ts';
import {
  acceptInherited,
  communityMessages,
  type FilePlace,
  findUnread,
  placeAt,
  readCommunityFile,
} from './reading/community-file.ts';
import { findUnfilled, findUnwritten } from './reading/placeholder.ts';

const SUPPORT = communityFile('support');
const PAGE = '# Getting help\n\nAsk in the discussions of this repository. The city answers within a week.\n';
const nothing = { source: null, entries: [] };
const organization = { source: 'city/.github', ...filesWith({ 'SUPPORT.md': PAGE }) };

export const support = definePolicy({
  id: 'support',
  subject: 'repository',
  meta: {
    title: 'A page that says where to get help',
    rationale:
      'Who uses the software and is stuck must know where to ask, and what may be expected of whoever answers. GitHub links the page wherever an issue is opened. Without it questions come as bug reports, or not at all.',
    remediation:
      'Write a file SUPPORT.md in `.github`, the root or `docs`: where to ask, who answers and how soon, and whether support can be bought. One page in the organisation’s public `.github` repository serves every repository that has none of its own.',
    severity: 'info',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [
      'https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/adding-support-resources-to-your-project',
    ],
  },
  needs: ['files', 'inherited'],
  watches: SUPPORT,
  options: z.strictObject({ acceptInherited: acceptInherited('page') }),
  messages: {
    ...communityMessages('page on getting help', 'SUPPORT'),
    present: ({ path }: { path: string }) => `The page on getting help is ${path}.`,
    placeholder: ({ name }: FilePlace & { readonly line?: number }) =>
      `${name} is not written yet: it does not say where to get help.`,
    unfilled: ({ name }: FilePlace & { readonly line?: number }) =>
      `${name} still has a template's words where it is to say where to ask.`,
  },
  proposal: {
    path: 'SUPPORT.md',
    source: { template: 'SUPPORT.md' },
    mends: ['missing', 'missing-here', 'own-wanted'],
  },
  examples: [
    {
      name: 'no page, here or in the organisation',
      facts: { files: filesWith({ LICENSE: 'MIT' }), inherited: { source: 'city/.github', entries: [] } },
      expect: ['fail missing'],
    },
    {
      name: 'no page in a folder that is judged by itself',
      facts: { files: filesWith({ LICENSE: 'MIT' }), inherited: nothing },
      expect: ['fail missing-here'],
    },
    {
      name: 'an empty page',
      facts: { files: filesWith({ 'SUPPORT.md': '<!-- later -->' }), inherited: nothing },
      expect: ['fail empty'],
    },
    {
      name: 'a heading and no help',
      facts: { files: filesWith({ 'SUPPORT.md': '# Support\n\nComing soon!\n' }), inherited: nothing },
      expect: ['fail placeholder'],
    },
    {
      name: 'a template whose address nobody filled in',
      facts: {
        files: filesWith({ 'SUPPORT.md': '# Support\n\nFor help and questions write to <support@yourdomain.org>.\n' }),
        inherited: nothing,
      },
      expect: ['fail unfilled'],
    },
    {
      name: 'a page that is a folder’s link',
      facts: { files: filesWith({ 'SUPPORT.md': { kind: 'broken-link', problem: 'folder' } }), inherited: nothing },
      expect: ['fail unreadable'],
    },
    {
      name: "the organisation's page where one of the repository's own is asked for",
      facts: { files: filesWith({}), inherited: organization },
      options: { acceptInherited: false },
      expect: ['fail own-wanted'],
    },
    {
      name: 'a page in the docs folder',
      facts: { files: filesWith({ 'docs/SUPPORT.adoc': PAGE }), inherited: nothing },
      expect: ['pass present'],
    },
    {
      name: "the organisation's page",
      facts: { files: filesWith({}), inherited: organization },
      expect: ['pass inherited'],
    },
  ],
  evaluate(facts, options, { pass, fail }) {
    const found = readCommunityFile(facts, SUPPORT, options);
    if (found.status !== 'written') return [findUnread(found, fail)];
    const { place, lines, isOwn } = found;
    const unfilled = findUnfilled(lines);
    if (unfilled !== null) return [fail('unfilled', placeAt(place, unfilled.number))];
    const unwritten = findUnwritten(lines);
    if (unwritten !== null) return [fail('placeholder', placeAt(place, unwritten.number))];
    return [isOwn ? pass('present', { path: place.name }) : pass('inherited', { from: place.name })];
  },
});

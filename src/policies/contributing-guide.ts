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
import { findUnwritten } from './reading/placeholder.ts';

const CONTRIBUTING = communityFile('contributing');
const GUIDE = '# Contributing\n\nOpen an issue first, then a pull request with a test for what you change.\n';
const nothing = { source: null, entries: [] };
const organization = { source: 'city/.github', ...filesWith({ 'CONTRIBUTING.md': GUIDE }) };

export const contributingGuide = definePolicy({
  id: 'contributing-guide',
  subject: 'repository',
  meta: {
    title: 'A guide for contributors',
    rationale:
      'Who wants to help needs to know how: where to ask, what a change must have, who decides. GitHub shows the guide to everybody who opens an issue or a pull request for the first time. Without it people guess, or leave.',
    remediation:
      'Write a file CONTRIBUTING.md in `.github`, the root or `docs`: how to ask a question, how to build and test, what a pull request needs, how long an answer takes. One guide in the organisation’s public `.github` repository serves every repository that has none of its own.',
    severity: 'warning',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [
      'https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/setting-guidelines-for-repository-contributors',
      'https://baseline.openssf.org/versions/2025-02-25#osps-gv-0301',
    ],
    points: ['project-information-complete'],
  },
  needs: ['files', 'inherited'],
  watches: CONTRIBUTING,
  options: z.strictObject({
    acceptInherited: acceptInherited('guide'),
  }),
  messages: {
    present: ({ path }: { path: string }) => `The guide for contributors is ${path}.`,
    ...communityMessages('guide for contributors', 'CONTRIBUTING'),
    placeholder: ({ name }: FilePlace & { readonly line?: number }) =>
      `${name} is not written yet: it tells contributors nothing.`,
  },
  proposal: {
    path: 'CONTRIBUTING.md',
    source: { template: 'CONTRIBUTING.md' },
    mends: ['missing', 'missing-here', 'own-wanted'],
  },
  examples: [
    {
      name: 'no guide, here or in the organisation',
      facts: { files: filesWith({ LICENSE: 'MIT' }), inherited: { source: 'city/.github', entries: [] } },
      expect: ['fail missing'],
    },
    {
      name: 'no guide in a folder that is judged by itself',
      facts: { files: filesWith({ LICENSE: 'MIT' }), inherited: nothing },
      expect: ['fail missing-here'],
    },
    {
      name: 'an empty guide',
      facts: { files: filesWith({ 'CONTRIBUTING.md': '\n' }), inherited: nothing },
      expect: ['fail empty'],
    },
    {
      name: 'a heading and no guide',
      facts: { files: filesWith({ 'CONTRIBUTING.md': '# Contributing\n\nComing soon.\n' }), inherited: nothing },
      expect: ['fail placeholder'],
    },
    {
      name: 'the file that GitHub shows counts, not the better one in the root',
      facts: {
        files: filesWith({ '.github/CONTRIBUTING.md': 'TODO', 'CONTRIBUTING.md': GUIDE }),
        inherited: nothing,
      },
      expect: ['fail placeholder'],
    },
    {
      name: 'a guide in Git LFS',
      facts: { files: filesWith({ 'CONTRIBUTING.md': { kind: 'lfs-pointer' } }), inherited: nothing },
      expect: ['fail unreadable'],
    },
    {
      name: "the organisation's guide where one of the repository's own is asked for",
      facts: { files: filesWith({}), inherited: organization },
      options: { acceptInherited: false },
      expect: ['fail own-wanted'],
    },
    {
      name: 'a guide in the docs folder',
      facts: { files: filesWith({ 'docs/contributing.rst': GUIDE }), inherited: nothing },
      expect: ['pass present'],
    },
    {
      name: 'a guide that leads to a better place',
      facts: {
        files: filesWith({ 'CONTRIBUTING.md': 'See <https://docs.city.example/contributing>.' }),
        inherited: nothing,
      },
      expect: ['pass present'],
    },
    {
      name: "the organisation's guide",
      facts: { files: filesWith({}), inherited: organization },
      expect: ['pass inherited'],
    },
  ],
  evaluate(facts, options, { pass, fail }) {
    const found = readCommunityFile(facts, CONTRIBUTING, options);
    if (found.status !== 'written') return [findUnread(found, fail)];
    const { place, lines, isOwn } = found;
    const unwritten = findUnwritten(lines);
    if (unwritten !== null) return [fail('placeholder', placeAt(place, unwritten.number))];
    return [isOwn ? pass('present', { path: place.name }) : pass('inherited', { from: place.name })];
  },
});

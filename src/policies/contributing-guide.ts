import { z } from 'zod';
import { communityFile, filesWith } from '../core/files.ts';
import { definePolicy } from '../core/policy.ts';
import { findCommunityFile, textOf, whyUnreadable } from './reading/community-file.ts';
import { findUnwritten } from './reading/placeholder.ts';
import { visibleLines } from './reading/visible-lines.ts';

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
  },
  needs: ['files', 'inherited'],
  watches: CONTRIBUTING,
  options: z.strictObject({
    acceptInherited: z
      .boolean()
      .default(true)
      .describe("Whether the guide in the organisation's `.github` repository is enough."),
  }),
  messages: {
    present: ({ path }: { path: string }) => `The guide for contributors is ${path}.`,
    inherited: ({ from }: { from: string }) => `The organisation's guide for contributors holds here (${from}).`,
    missing: () => 'There is no guide for contributors (CONTRIBUTING), here or in the organisation.',
    'missing-here': () =>
      "There is no guide for contributors (CONTRIBUTING) here; the organisation's .github repository, which was not looked at, may supply one.",
    'own-wanted': ({ from }: { from: string }) =>
      `There is only the organisation's guide (${from}); this repository is asked for one of its own.`,
    empty: ({ name }: { name: string; path?: string }) => `${name} is empty.`,
    placeholder: ({ name }: { name: string; path?: string; line?: number }) =>
      `${name} is not written yet: it tells contributors nothing.`,
    unreadable: ({ name, why }: { name: string; why: string; path?: string }) => `${name} cannot be read: ${why}.`,
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
  evaluate({ files, inherited }, { acceptInherited }, { pass, fail }) {
    const found = findCommunityFile(files, inherited, CONTRIBUTING);
    if (found.status === 'missing') return [fail(found.couldInherit ? 'missing-here' : 'missing')];
    const { path: name, entry } = found;
    const place = found.status === 'own' ? { name, path: name } : { name };
    if (found.status === 'inherited' && !acceptInherited) return [fail('own-wanted', { from: name })];
    const why = whyUnreadable(entry);
    if (why !== null) return [fail('unreadable', { ...place, why })];
    const lines = visibleLines(textOf(entry));
    if (lines.length === 0) return [fail('empty', place)];
    const unwritten = findUnwritten(lines);
    if (unwritten !== null) {
      return [fail('placeholder', found.status === 'own' ? { ...place, line: unwritten.number } : place)];
    }
    return [found.status === 'own' ? pass('present', { path: name }) : pass('inherited', { from: name })];
  },
});

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

const CODE_OF_CONDUCT = communityFile('code_of_conduct');
const CODE =
  '# Code of conduct\n\nBe kind. Nobody is insulted or harassed here. Report what happened to conduct@city.example.\n';
const nothing = { source: null, entries: [] };
const organization = { source: 'city/.github', ...filesWith({ 'CODE_OF_CONDUCT.md': CODE }) };

export const codeOfConduct = definePolicy({
  id: 'code-of-conduct',
  subject: 'repository',
  meta: {
    title: 'A code of conduct that says whom to tell',
    rationale:
      'People stay away from a place where nobody has said what is not accepted, and who is harmed there does not know whom to tell. A code of conduct protects those who take part, and gives those who must act something to point to.',
    remediation:
      'Write a file `CODE_OF_CONDUCT.md` in `.github`, the root or `docs`: what you expect, what you do not accept, and to whom a breach is reported in private. Where you take a published text, fill in every place that it leaves open. One file in the organisation’s public `.github` repository serves every repository that has none of its own.',
    severity: 'warning',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [
      'https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/adding-a-code-of-conduct-to-your-project',
      'https://www.contributor-covenant.org/',
    ],
  },
  needs: ['files', 'inherited'],
  watches: CODE_OF_CONDUCT,
  options: z.strictObject({ acceptInherited: acceptInherited('code of conduct') }),
  messages: {
    ...communityMessages('code of conduct', 'CODE_OF_CONDUCT'),
    present: ({ path }: { path: string }) => `The code of conduct is ${path}.`,
    placeholder: ({ name }: FilePlace & { readonly line?: number }) =>
      `${name} is not written yet: it says nothing of how people treat one another.`,
    unfilled: ({ name }: FilePlace & { readonly line?: number }) =>
      `${name} still has a template's words where it is to say whom to tell, so a report reaches nobody.`,
  },
  proposal: {
    path: 'CODE_OF_CONDUCT.md',
    source: { template: 'CODE_OF_CONDUCT.md' },
    mends: ['missing', 'missing-here', 'own-wanted'],
  },
  examples: [
    {
      name: 'no code of conduct, here or in the organisation',
      facts: { files: filesWith({ LICENSE: 'MIT' }), inherited: { source: 'city/.github', entries: [] } },
      expect: ['fail missing'],
    },
    {
      name: 'no code of conduct in a folder that is judged by itself',
      facts: { files: filesWith({ LICENSE: 'MIT' }), inherited: nothing },
      expect: ['fail missing-here'],
    },
    {
      name: 'an empty code of conduct',
      facts: { files: filesWith({ 'CODE_OF_CONDUCT.md': '' }), inherited: nothing },
      expect: ['fail empty'],
    },
    {
      name: 'a heading and no code',
      facts: { files: filesWith({ 'docs/CODE_OF_CONDUCT.md': '# Code of conduct\n\nTBD\n' }), inherited: nothing },
      expect: ['fail placeholder'],
    },
    {
      name: 'a published text with its contact left open',
      facts: {
        files: filesWith({
          'CODE_OF_CONDUCT.md':
            '# Contributor Covenant Code of Conduct\n\n## Enforcement\n\nInstances of abusive behavior may be reported to the community leaders at [INSERT CONTACT METHOD].\n',
        }),
        inherited: nothing,
      },
      expect: ['fail unfilled'],
    },
    {
      name: 'a code of conduct in Git LFS',
      facts: { files: filesWith({ 'CODE_OF_CONDUCT.md': { kind: 'lfs-pointer' } }), inherited: nothing },
      expect: ['fail unreadable'],
    },
    {
      name: "the organisation's code of conduct where one of the repository's own is asked for",
      facts: { files: filesWith({}), inherited: organization },
      options: { acceptInherited: false },
      expect: ['fail own-wanted'],
    },
    {
      name: 'a code of conduct',
      facts: { files: filesWith({ '.github/CODE_OF_CONDUCT.md': CODE }), inherited: nothing },
      expect: ['pass present'],
    },
    {
      name: 'one that leads to a better place',
      facts: {
        files: filesWith({ 'CODE_OF_CONDUCT.md': 'See <https://city.example/code-of-conduct>.' }),
        inherited: nothing,
      },
      expect: ['pass present'],
    },
    {
      name: "the organisation's code of conduct",
      facts: { files: filesWith({}), inherited: organization },
      expect: ['pass inherited'],
    },
  ],
  evaluate(facts, options, { pass, fail }) {
    const found = readCommunityFile(facts, CODE_OF_CONDUCT, options);
    if (found.status !== 'written') return [findUnread(found, fail)];
    const { place, lines, isOwn } = found;
    const unfilled = findUnfilled(lines);
    if (unfilled !== null) return [fail('unfilled', placeAt(place, unfilled.number))];
    const unwritten = findUnwritten(lines);
    if (unwritten !== null) return [fail('placeholder', placeAt(place, unwritten.number))];
    return [isOwn ? pass('present', { path: place.name }) : pass('inherited', { from: place.name })];
  },
});

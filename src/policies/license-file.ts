import { z } from 'zod';
import { filesWith, watchedEntries } from '../core/files.ts';
import { definePolicy } from '../core/policy.ts';
import { LICENSE_FILES } from '../licenses/license-files.ts';
import { linkProblem } from './reading/link-problem.ts';

export const licenseFile = definePolicy({
  id: 'license-file',
  subject: 'repository',
  meta: {
    title: 'A licence file in the root',
    rationale:
      'Without a licence nobody else may use, change or share the code, however public it is: copyright reserves all rights. A file in the root is where people, package managers and GitHub look for it.',
    remediation:
      'Add the full text of the licence as a file called LICENSE in the root of the default branch. Ask your Open Source Programme Office which licence to choose when you are not sure.',
    severity: 'error',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [
      'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/licensing-a-repository',
      'https://baseline.openssf.org/versions/2025-02-25#osps-le-0301',
      'https://reuse.software/spec-3.3/',
    ],
    points: ['licence-check-offered', 'project-information-complete'],
  },
  needs: ['files'],
  watches: LICENSE_FILES,
  options: z.strictObject({}),
  messages: {
    present: ({ path }: { path: string }) => `The licence is in ${path}.`,
    missing: () => 'There is no licence file in the root.',
    'missing-beside-reuse': () =>
      'There is no licence file in the root; GitHub and package managers do not look into the LICENSES folder.',
    empty: ({ path }: { path: string }) => `${path} is empty.`,
    binary: ({ path }: { path: string }) =>
      `${path} is not a text file, so nobody can read the licence in it. Save it as plain text in UTF-8.`,
    'too-large': ({ path }: { path: string }) => `${path} is too large to be a licence, and was not read.`,
    'lfs-pointer': ({ path }: { path: string }) =>
      `${path} is stored in Git LFS, so the repository itself holds no licence text.`,
    'broken-link': ({ path, problem }: { path: string; problem: string }) =>
      `${path} is a symbolic link ${problem}. Put the text itself there.`,
    'not-a-file': ({ path, kind }: { path: string; kind: string }) => `${path} is a ${kind}; GitHub looks for a file.`,
  },
  proposal: { path: 'LICENSE', source: 'default-license', mends: ['missing', 'missing-beside-reuse'] },
  examples: [
    { name: 'no licence file', facts: { files: filesWith({ 'README.md': '# Bus stops' }) }, expect: ['fail missing'] },
    {
      name: 'an empty licence file',
      facts: { files: filesWith({ LICENSE: ' \n' }) },
      expect: ['fail empty'],
    },
    {
      name: 'a licence kept in Git LFS',
      facts: { files: filesWith({ LICENSE: { kind: 'lfs-pointer' } }) },
      expect: ['fail lfs-pointer'],
    },
    {
      name: 'a picture of the licence',
      facts: { files: filesWith({ LICENSE: { kind: 'binary' } }) },
      expect: ['fail binary'],
    },
    {
      name: 'five megabytes called LICENSE',
      facts: { files: filesWith({ LICENSE: { kind: 'too-large', size: 5_000_000 } }) },
      expect: ['fail too-large'],
    },
    {
      name: 'a link that leaves the repository',
      facts: { files: filesWith({ LICENSE: { kind: 'broken-link', problem: 'outside' } }) },
      expect: ['fail broken-link'],
    },
    {
      name: 'a folder called LICENSE',
      facts: { files: filesWith({ LICENSE: 'folder' }) },
      expect: ['fail not-a-file'],
    },
    {
      name: 'the licences of the REUSE specification, and no licence file',
      facts: { files: filesWith({ LICENSES: 'folder' }) },
      expect: ['fail missing-beside-reuse'],
    },
    {
      name: 'a licence under its British name',
      facts: { files: filesWith({ 'LICENCE.md': 'European Union Public Licence v. 1.2' }) },
      expect: ['pass present'],
    },
    {
      name: 'one readable licence beside a broken one',
      facts: { files: filesWith({ COPYING: 'GNU GENERAL PUBLIC LICENSE', LICENSE: '' }) },
      expect: ['pass present'],
    },
  ],
  evaluate({ files }, _options, { pass, fail }) {
    const entries = watchedEntries(files, LICENSE_FILES);
    const [first] = entries;
    if (first === undefined) {
      const hasReuse = files.entries.some(({ path, kind }) => path === 'LICENSES' && kind === 'folder');
      return [fail(hasReuse ? 'missing-beside-reuse' : 'missing')];
    }
    const readable = entries.find((entry) => entry.content?.kind === 'text' && entry.content.text.trim() !== '');
    if (readable !== undefined) return [pass('present', { path: readable.path })];
    return entries.map(({ path, kind, content }) => {
      if (content === null) return fail('not-a-file', { path, kind });
      if (content.kind === 'text') return fail('empty', { path });
      if (content.kind === 'broken-link') return fail('broken-link', { path, problem: linkProblem(content.problem) });
      return fail(content.kind, { path });
    });
  },
});

import { z } from 'zod';
import { CODE_OWNERS_NOT_LOOKED_UP, type CodeOwnersError, type CodeOwnersReport } from '../core/code-owners.ts';
import { COMMUNITY_FOLDERS, filesWith, type WatchedFiles } from '../core/files.ts';
import { definePolicy } from '../core/policy.ts';
import { type CodeOwnersProblem, readCodeOwners, wordAt } from './reading/code-owners-file.ts';
import { findOwnFile, textOf, whyUnreadable } from './reading/community-file.ts';

const CODEOWNERS: WatchedFiles = {
  folders: COMMUNITY_FOLDERS,
  isName: (name) => name === 'CODEOWNERS',
  description: 'CODEOWNERS',
};

/** GitHub does not load a file of this many bytes, and then nobody is asked to review anything. */
const TOO_LARGE_FOR_GITHUB = 3 * 1024 * 1024;

/** More faults than these in one file are counted, not listed. */
const MOST_FAULTS = 15;

const notLookedUp = CODE_OWNERS_NOT_LOOKED_UP;
const lookedUp = (...errors: CodeOwnersError[]): CodeOwnersReport => ({ isLookedUp: true, errors });
const RULES =
  '# Who reviews what\n*  @city/maintainers\n/docs/  @ada editor@city.example # also the pictures\n/apps/generated\n';

type Fault = { readonly path: string; readonly line: number; readonly word: string };

export const codeOwners = definePolicy({
  id: 'code-owners',
  subject: 'repository',
  meta: {
    title: 'Code owners that GitHub can read',
    rationale:
      'The file CODEOWNERS decides who is asked to review a change, and with a branch protection who must agree to it. GitHub skips a line with an error and says so nowhere but on the page of the file: the review that everybody relies on is then never asked for. A repository without the file breaks no rule, since small ones need none; your organisation can ask for it with `required`.',
    remediation:
      'Open the file CODEOWNERS on GitHub, which marks each error, and mend the lines named above. An owner is `@user`, `@organization/team` or an e-mail address, exists, and may write to the repository; a pattern holds no `!` and no `[ ]`. Where there is no file, write `.github/CODEOWNERS` and begin it with one line: `*` and the team that maintains the repository.',
    severity: 'warning',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [
      'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
      'https://docs.github.com/en/rest/repos/repos#list-codeowners-errors',
    ],
  },
  needs: ['files', 'codeOwners'],
  watches: CODEOWNERS,
  options: z.strictObject({
    required: z.boolean().default(false).describe('Whether every repository must have the file.'),
  }),
  messages: {
    valid: ({ path, owned }: { path: string; owned: number }) =>
      `${path} names owners in ${owned} ${owned === 1 ? 'line' : 'lines'}, and GitHub finds no error in it.`,
    readable: ({ path, owned }: { path: string; owned: number }) =>
      `${path} names owners in ${owned} ${owned === 1 ? 'line' : 'lines'} and is well formed; whether they exist only GitHub knows.`,
    none: () => 'There is no CODEOWNERS file, and none is asked for.',
    missing: () => 'There is no CODEOWNERS file in .github, the root or docs.',
    nobody: ({ path }: { path: string }) => `${path} names no owner, so nobody is asked for a review.`,
    unreadable: ({ path, why }: { path: string; why: string }) => `${path} cannot be read: ${why}.`,
    'too-large': ({ path }: { path: string }) => `${path} has 3 MB or more; GitHub does not load it.`,
    'not-read': ({ path }: { path: string }) => `${path} is larger than Portreeve reads, and was not judged.`,
    negated: ({ word }: Fault) =>
      `The pattern ${word} begins with “!”, which GitHub does not support: it skips the line.`,
    range: ({ word }: Fault) => `The pattern ${word} has “[ ]”, which GitHub does not support: it skips the line.`,
    'escaped-hash': ({ word }: Fault) =>
      `The pattern ${word} begins with “\\#”, which GitHub does not support: it skips the line.`,
    slash: ({ word }: Fault) => `The pattern ${word} never matches anything; “*” means every file.`,
    owner: ({ word }: Fault) =>
      `${word} is no owner: an owner is @user, @organization/team or an e-mail address, and GitHub skips the line.`,
    'unknown-owner': ({ word }: Fault) =>
      `GitHub knows no ${word} who may write to this repository, so nobody is asked for that review.`,
    'other-error': ({ kind }: { path: string; line: number; kind: string }) =>
      `GitHub finds an error in this line (${kind}) and skips it.`,
    more: ({ path, count }: { path: string; count: number }) =>
      `${path} has ${count} more ${count === 1 ? 'error' : 'errors'}, which are not listed.`,
  },
  proposal: null,
  examples: [
    {
      name: 'no file where the organisation asks for one',
      facts: { files: filesWith({ LICENSE: 'MIT' }), codeOwners: notLookedUp },
      options: { required: true },
      expect: ['fail missing'],
    },
    {
      name: 'a file with nothing but comments',
      facts: { files: filesWith({ CODEOWNERS: '# to be decided\n' }), codeOwners: notLookedUp },
      expect: ['fail nobody'],
    },
    {
      name: 'patterns of gitignore that do not work here',
      facts: {
        files: filesWith({ CODEOWNERS: '!docs/ @ada\n*.[ch] @ada\n\\#notes @ada\n/ @ada\n' }),
        codeOwners: notLookedUp,
      },
      expect: ['fail negated', 'fail range', 'fail escaped-hash', 'fail slash'],
    },
    {
      name: 'owners that are none',
      facts: {
        files: filesWith({ 'docs/CODEOWNERS': '*.js ada\n*.ts @city/maintainers/web\n' }),
        codeOwners: notLookedUp,
      },
      expect: ['fail owner', 'fail owner'],
    },
    {
      name: 'an owner whom GitHub does not know',
      facts: {
        files: filesWith({ '.github/CODEOWNERS': '* @gone-since-spring\n', CODEOWNERS: '* @ada\n' }),
        codeOwners: lookedUp({ path: '.github/CODEOWNERS', line: 1, column: 3, kind: 'Unknown owner' }),
      },
      expect: ['fail unknown-owner'],
    },
    {
      name: 'an error that only GitHub sees',
      facts: {
        files: filesWith({ CODEOWNERS: '*.js @ada\na\\ @ada\n' }),
        codeOwners: lookedUp({ path: 'CODEOWNERS', line: 2, column: 1, kind: 'Invalid pattern' }),
      },
      expect: ['fail other-error'],
    },
    {
      name: 'more errors than anybody reads',
      facts: { files: filesWith({ CODEOWNERS: '* ada\n'.repeat(17) }), codeOwners: notLookedUp },
      expect: [...Array.from({ length: 15 }, () => 'fail owner' as const), 'fail more'],
    },
    {
      name: 'a file of 3 MB',
      facts: { files: filesWith({ CODEOWNERS: { kind: 'too-large', size: 3_145_728 } }), codeOwners: lookedUp() },
      expect: ['fail too-large'],
    },
    {
      name: 'a file in Git LFS',
      facts: { files: filesWith({ CODEOWNERS: { kind: 'lfs-pointer' } }), codeOwners: lookedUp() },
      expect: ['fail unreadable'],
    },
    {
      name: 'owners, and a folder that belongs to nobody',
      facts: { files: filesWith({ '.github/CODEOWNERS': RULES }), codeOwners: lookedUp() },
      expect: ['pass valid'],
    },
    {
      name: 'the same in a clone, where GitHub is not asked',
      facts: { files: filesWith({ '.github/CODEOWNERS': RULES }), codeOwners: notLookedUp },
      expect: ['pass readable'],
    },
    {
      name: 'no file',
      facts: { files: filesWith({ LICENSE: 'MIT' }), codeOwners: lookedUp() },
      expect: ['not-applicable none'],
    },
    {
      name: 'a file that GitHub loads and we do not read',
      facts: { files: filesWith({ CODEOWNERS: { kind: 'too-large', size: 600_000 } }), codeOwners: notLookedUp },
      expect: ['not-applicable not-read'],
    },
  ],
  evaluate({ files, codeOwners: report }, { required }, { pass, fail, notApplicable }) {
    const entry = findOwnFile(files, CODEOWNERS);
    if (entry === null) return [required ? fail('missing') : notApplicable('none')];
    const { path, content } = entry;
    if (content?.kind === 'too-large') {
      return [content.size < TOO_LARGE_FOR_GITHUB ? notApplicable('not-read', { path }) : fail('too-large', { path })];
    }
    const why = whyUnreadable(entry);
    if (why !== null) return [fail('unreadable', { path, why })];

    const text = textOf(entry);
    const { owned, problems } = readCodeOwners(text);
    const faults = faultsOf(path, text, problems, report);
    if (faults.length === 0) {
      if (owned === 0) return [fail('nobody', { path })];
      return [report.isLookedUp ? pass('valid', { path, owned }) : pass('readable', { path, owned })];
    }
    const listed = faults
      .slice(0, MOST_FAULTS)
      .map((fault) => (fault.code === 'other-error' ? fail(fault.code, fault) : fail(fault.code, fault)));
    const count = faults.length - listed.length;
    return count === 0 ? listed : [...listed, fail('more', { path, count })];
  },
});

type FoundFault =
  | (Fault & { readonly code: CodeOwnersProblem['mistake'] | 'unknown-owner' })
  | { readonly code: 'other-error'; readonly path: string; readonly line: number; readonly kind: string };

/** GitHub's list counts where there is one; what we see in the same line says more about it. */
function faultsOf(
  path: string,
  text: string,
  problems: readonly CodeOwnersProblem[],
  { isLookedUp, errors }: CodeOwnersReport,
): FoundFault[] {
  if (!isLookedUp) return problems.map(({ mistake, line, word }) => ({ code: mistake, path, line, word }));
  const own = new Map(problems.map((problem) => [problem.line, problem]));
  return errors.map((error): FoundFault => {
    const { line, column, kind } = error;
    if (error.path !== path) return { code: 'other-error', path: error.path, line, kind };
    const word = wordAt(text, line, column);
    if (kind === 'Unknown owner' && word !== '') return { code: 'unknown-owner', path, line, word };
    const seen = own.get(line);
    return seen === undefined
      ? { code: 'other-error', path, line, kind }
      : { code: seen.mistake, path, line, word: seen.word };
  });
}

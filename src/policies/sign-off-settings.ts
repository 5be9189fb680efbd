import { z } from 'zod';
import { filesWith, type RepositoryFiles, type WatchedFiles, watchedEntries } from '../core/files.ts';
import { definePolicy } from '../core/policy.ts';
import { type MergeSettings, NO_SIGN_OFFS_ASKED, type SignOffSettings } from '../core/sign-off-settings.ts';
import { readDcoYml } from './reading/dco-yml-file.ts';

const DCO_YML: WatchedFiles = {
  folders: ['.github'],
  isName: (name) => name === 'dco.yml',
  description: '.github/dco.yml',
};

const NO_FILES = filesWith({});
const GOOD: MergeSettings = { signsOffWebCommits: true, squashMessage: 'commit-messages', requiredChecks: [] };
const asked = (change: Partial<MergeSettings> = {}): SignOffSettings => ({
  asked: {
    checkName: 'Portreeve DCO',
    otherNames: ['DCO'],
    appId: 42,
    goesByDcoYml: true,
    settings: { ...GOOD, ...change },
  },
});

function brokenIn(files: RepositoryFiles): { readonly path: string; readonly problem: string }[] {
  const [entry] = watchedEntries(files, DCO_YML);
  if (entry === undefined) return [];
  const { path, content } = entry;
  const problem = content?.kind === 'text' ? readDcoYml(content.text).problem : 'it is no text file';
  return problem === null ? [] : [{ path, problem: problem.replace(/\.$/, '') }];
}

/** What maintainers can set so that contributors have less to do; nothing of it is a contributor's fault. */
export const signOffSettings = definePolicy({
  id: 'sign-off-settings',
  subject: 'repository',
  meta: {
    title: 'Settings that keep sign-offs',
    rationale:
      'Where commits have to be signed off, some settings of the repository work against it: commits made in the browser come without a sign-off, squash merges drop those that were given, and a rule waits for a check that nobody reports. Contributors then meet failures that they cannot mend. Repositories in which no sign-offs are asked for are not judged.',
    remediation:
      'In the repository’s settings: below “General”, switch on “Require contributors to sign off on web-based commits”; below “Pull requests”, let the default commit message of squash merges be “Pull request title and commit details”; below “Rules” or “Branches”, let the required check be the one that is named above, from any source or from this app.',
    severity: 'warning',
    disclosure: 'public',
    lifecycle: 'stable',
    references: [
      'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/managing-repository-settings/managing-the-commit-signoff-policy-for-your-repository',
      'https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/configuring-commit-squashing-for-pull-requests',
    ],
  },
  needs: ['files', 'signOffSettings'],
  watches: DCO_YML,
  options: z.strictObject({}),
  messages: {
    'not-asked': () => 'No sign-offs are asked for here, or nobody looked at the settings.',
    'in-order': () => 'Web commits are signed off, and squash merges keep sign-offs.',
    'web-commits': () =>
      'Commits made in the browser come without a sign-off, as the repository does not require it of them.',
    'squash-message': ({ holds }: { holds: string }) =>
      `The message of a squash merge holds ${holds} unless somebody changes it, so the sign-offs of the commits are lost.`,
    'pinned-check': ({ name }: { name: string }) =>
      `A rule of the default branch requires the check ${name} from another app, so that Portreeve’s own check of this name does not count.`,
    'broken-dco-yml': ({ path, problem }: { path: string; problem: string }) =>
      `${path} cannot be read and counts for nothing: ${problem}.`,
    'stale-check': ({ name, now }: { name: string; now: string }) =>
      `A rule of the default branch requires the check ${name}; Portreeve reports ${now}.`,
  },
  proposal: null,
  examples: [
    {
      name: 'nothing asked for',
      facts: { files: NO_FILES, signOffSettings: NO_SIGN_OFFS_ASKED },
      expect: ['not-applicable not-asked'],
    },
    { name: 'all set', facts: { files: NO_FILES, signOffSettings: asked() }, expect: ['pass in-order'] },
    {
      name: 'no squash merges at all',
      facts: { files: NO_FILES, signOffSettings: asked({ squashMessage: null }) },
      expect: ['pass in-order'],
    },
    {
      name: 'commits in the browser come unsigned',
      facts: { files: NO_FILES, signOffSettings: asked({ signsOffWebCommits: false }) },
      expect: ['fail web-commits'],
    },
    {
      name: 'squash merges with nothing but a title',
      facts: { files: NO_FILES, signOffSettings: asked({ squashMessage: 'blank' }) },
      expect: ['fail squash-message'],
    },
    {
      name: 'squash merges with the text of the pull request',
      facts: { files: NO_FILES, signOffSettings: asked({ squashMessage: 'pull-request-body' }) },
      expect: ['fail squash-message'],
    },
    {
      name: 'our check required from another app',
      facts: { files: NO_FILES, signOffSettings: asked({ requiredChecks: [{ name: 'Portreeve DCO', appId: 7 }] }) },
      expect: ['fail pinned-check'],
    },
    {
      name: 'our check required, from us or from anybody, beside others',
      facts: {
        files: NO_FILES,
        signOffSettings: asked({
          requiredChecks: [
            { name: 'Portreeve DCO', appId: 42 },
            { name: 'Portreeve DCO', appId: null },
            { name: 'build', appId: 7 },
          ],
        }),
      },
      expect: ['pass in-order'],
    },
    {
      name: 'a dco.yml that says neither true nor false',
      facts: {
        files: filesWith({ '.github/dco.yml': 'require: { members: nobody }\n' }),
        signOffSettings: asked(),
      },
      expect: ['fail broken-dco-yml'],
    },
    {
      name: 'a good dco.yml',
      facts: { files: filesWith({ '.github/dco.yml': 'require: { members: false }\n' }), signOffSettings: asked() },
      expect: ['pass in-order'],
    },
    {
      name: 'the name of before still required',
      facts: { files: NO_FILES, signOffSettings: asked({ requiredChecks: [{ name: 'DCO', appId: null }] }) },
      expect: ['fail stale-check'],
    },
  ],
  evaluate({ files, signOffSettings: { asked: demand } }, _options, { pass, fail, notApplicable }) {
    if (demand === null) return [notApplicable('not-asked')];
    const { checkName, otherNames, appId, settings } = demand;
    const { signsOffWebCommits, squashMessage, requiredChecks } = settings;
    const failing = [
      ...(demand.goesByDcoYml ? brokenIn(files).map((told) => fail('broken-dco-yml', told)) : []),
      ...(signsOffWebCommits ? [] : [fail('web-commits')]),
      ...(squashMessage === 'blank' ? [fail('squash-message', { holds: 'nothing but the title' })] : []),
      ...(squashMessage === 'pull-request-body'
        ? [fail('squash-message', { holds: 'the text of the pull request' })]
        : []),
      ...requiredChecks.flatMap((required) => {
        if (otherNames.includes(required.name)) {
          return [fail('stale-check', { name: required.name, now: checkName })];
        }
        const isPinned = required.name === checkName && required.appId !== null && required.appId !== appId;
        return isPinned ? [fail('pinned-check', { name: checkName })] : [];
      }),
    ];
    return failing.length > 0 ? failing : [pass('in-order')];
  },
});

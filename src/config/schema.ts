import { z } from 'zod';
import { LANGUAGES } from '../core/language.ts';
import { isOnByDefault, type Policy } from '../core/policy.ts';
import { REPOSITORY_KINDS } from '../core/repository-kind.ts';
import { SEVERITIES } from '../core/verdict.ts';
import { NO_BOARD } from '../ggi/board/settings.ts';
import { spdxId } from '../licenses/spdx-id.ts';
import { governanceSchema, MONTHLY } from './governance-schema.ts';

/** What holds where no file says otherwise. */
export const BUILT_IN = {
  mode: 'observe',
  language: 'en',
  governanceRepository: null,
  defaultLicense: null,
  defaultLicenses: { documentation: null, data: null },
  kind: null,
  repositoriesMayOverride: false,
  checks: true,
  issues: true,
  proposals: true,
  launchIssues: false,
  include: { archived: false, forks: false, mirrors: false },
  brake: { repositories: 20, percent: 10, approvers: [] },
  ledger: { eraseAfterYears: null },
  governance: { ggi: NO_BOARD, evidence: null, report: MONTHLY },
  contributions: {
    ai: 'allow',
    signOff: {
      check: false,
      compatible: null,
      placement: null,
      name: null,
      coAuthors: null,
      merges: null,
      reverts: null,
      members: null,
      later: null,
      excused: [],
      representatives: [],
    },
    agreement: {
      agreements: [],
      either: null,
      paths: [],
      minimum: { lines: null, files: null },
      exempt: [],
      exemptMembers: false,
      exemptTeams: [],
      coAuthors: 'warn',
    },
    onboarding: {
      pullRequests: true,
      issues: false,
      answerWithinDays: null,
      contact: null,
      labels: { newcomer: null, signOff: null, policies: null },
    },
  },
} as const;

const text = (max: number) => z.string().trim().min(1).max(max);
const repositoryName = text(100).regex(
  /^[\w.-]+$/,
  'is not a repository’s name: letters, digits, “-”, “_” and “.”, without the owner',
);
const pattern = text(100).regex(
  /^[\w.*?-]+$/,
  'is not a name or pattern: letters, digits, “-”, “_”, “.”, with “*” for any characters and “?” for one',
);
const webPage = z.url({ protocol: /^https$/, error: 'is not a web address that begins with https://' }).max(500);
const email = z.email('is not an e-mail address').max(254);
const day = z.iso.date('is not a day; write it as 2027-12-31');

const mode = z.enum(['observe', 'enforce']);

const check = z.boolean().optional().describe('Report a check run on pull requests.');
const issue = z.boolean().optional().describe('Keep one issue on each repository that does not meet the policies.');
const proposal = z.boolean().optional().describe('Open pull requests that add missing files.');
const launchIssue = z
  .boolean()
  .optional()
  .describe(
    'Open one issue on each new repository: what to look for before building anew, what is asked of it, whom to ask. It is written once and is people’s from then on. Only with `enforce`.',
  );

const contact = z.strictObject({
  office: text(100).optional().describe('The name of the office that answers for the policies.'),
  officeUrl: webPage.optional().describe('Its page.'),
  officeEmail: email.optional().describe('Its e-mail address.'),
  securityEmail: email
    .optional()
    .describe('Where weaknesses are reported in private. Goes into proposed security policies.'),
  securityUrl: webPage.optional().describe('A form or page where weaknesses are reported in private.'),
  conductEmail: email
    .optional()
    .describe('Where breaches of the code of conduct are reported in private. Goes into proposed codes of conduct.'),
  conductUrl: webPage
    .optional()
    .describe('A form or page where breaches of the code of conduct are reported in private.'),
  supportEmail: email.optional().describe('Where users ask for help. Goes into proposed support pages.'),
  supportUrl: webPage.optional().describe('A page or forum where users ask for help.'),
});

/** The facts that a proposed file may take from the configuration. */
export const CONTACT_KEYS = contact.keyof().options;

const include = z.strictObject({
  archived: z
    .boolean()
    .optional()
    .meta({ description: 'Judge archived repositories.', default: BUILT_IN.include.archived }),
  forks: z.boolean().optional().meta({ description: 'Judge forks.', default: BUILT_IN.include.forks }),
  mirrors: z.boolean().optional().meta({ description: 'Judge mirrors.', default: BUILT_IN.include.mirrors }),
});

const login = text(39).regex(/^[A-Za-z0-9-]+$/, 'is not a login on GitHub; write it without “@”');

const brake = z.strictObject({
  repositories: z.int().min(1).max(100_000).optional().meta({
    description: 'What would write to more repositories than these waits.',
    default: BUILT_IN.brake.repositories,
  }),
  percent: z.int().min(1).max(100).optional().meta({
    description: 'What would write to a larger share of the repositories waits too; one or two never do.',
    default: BUILT_IN.brake.percent,
  }),
  approvers: z
    .array(login)
    .min(1)
    .max(50)
    .optional()
    .describe('Logins of the people who may release what waits. They must be able to write to this file’s repository.'),
});

const label = text(50);

const onboarding = z.strictObject({
  pullRequests: z.boolean().optional().meta({
    description:
      'Write one comment on a pull request from outside and keep it up to date: a welcome to who comes for the first time, what is missing and how to mend it, whom to ask. Members, bots, and returning people who miss nothing get none. Only with `enforce`.',
    default: BUILT_IN.contributions.onboarding.pullRequests,
  }),
  issues: z.boolean().optional().meta({
    description: 'Welcome people from outside under the first issue that they open. Only with `enforce`.',
    default: BUILT_IN.contributions.onboarding.issues,
  }),
  answerWithinDays: z
    .int()
    .min(1)
    .max(90)
    .optional()
    .describe(
      'Within how many days a person answers. It is promised to whom it may concern; where it was not kept, an issue in `governanceRepository` says so.',
    ),
  contact: login
    .optional()
    .describe('Login of the person who is told, once each, of promises that were not kept. Nobody else is.'),
  labels: z
    .strictObject({
      newcomer: label.optional().describe('For a first contribution.'),
      signOff: label.optional().describe('As long as a sign-off is missing, as `dco: missing`.'),
      policies: label.optional().describe('As long as the pull request breaks a policy.'),
    })
    .optional()
    .describe('Labels that are put on pull requests from outside, and taken off again. None unless it is said here.'),
});

const accountId = z.int().positive().max(Number.MAX_SAFE_INTEGER);
const accountIds = z.array(accountId).min(1).max(1000);

const signOff = z.strictObject({
  check: z.boolean().optional().meta({
    description:
      'Report a check run of its own on pull requests, which says of each commit whether its author signed it off (Developer Certificate of Origin) and how to mend it.',
    default: BUILT_IN.contributions.signOff.check,
  }),
  compatible: z
    .literal('dcoapp')
    .optional()
    .describe(
      'Take the place of the app DCO (github.com/dcoapp): the check is called `DCO`, as branch rules may require it, and demands what that app does where it cannot be fooled.',
    ),
  placement: z
    .enum(['strict', 'lenient'])
    .optional()
    .describe(
      'Where a sign-off counts. `strict`: in the last paragraph, where git finds it. `lenient`: also as a line of its own elsewhere, with a notice. `lenient` unless it is said here.',
    ),
  name: z
    .enum(['require', 'warn', 'ignore'])
    .optional()
    .describe(
      'What it is that a sign-off has the author’s address and another name: a failure, a notice, nothing. `warn` unless it is said here, `require` with `compatible`.',
    ),
  coAuthors: z
    .enum(['ignore', 'warn', 'require'])
    .optional()
    .describe(
      'Whether co-authors have to sign off too. `warn` unless it is said here, `ignore` with `compatible`. Programs are never asked to.',
    ),
  merges: z
    .enum(['skip', 'require-if-conflicted', 'require'])
    .optional()
    .describe(
      'Whether merges need a sign-off. `skip` unless it is said here. GitHub does not tell whether a merge had conflicts: `require-if-conflicted` asks for a sign-off of each that GitHub did not make itself.',
    ),
  reverts: z
    .enum(['require', 'skip-exact'])
    .optional()
    .describe(
      'Whether a commit needs a sign-off that takes back the one right below it, to the byte, and so brings nothing new. `require` unless it is said here.',
    ),
  members: z
    .enum(['require', 'excuse'])
    .optional()
    .describe(
      'Whether the organisation’s members have to sign off too. `require` unless it is said here. With `excuse` they need not where it is proved that they made the commit, as with `excused`.',
    ),
  later: z
    .boolean()
    .optional()
    .describe(
      'Whether authors may sign off afterwards, by a later commit that names the one which lacks it. They may unless it is said here, and may not with `compatible`.',
    ),
  excused: accountIds
    .optional()
    .describe(
      'Numeric ids of accounts that need not sign off, such as employees by contract. It holds only where it is proved that they made the commit: by their own signature, or by GitHub’s.',
    ),
  representatives: accountIds
    .optional()
    .describe('Numeric ids of accounts that may sign off on behalf of others, by a later commit.'),
});

const ledger = z.strictObject({
  eraseAfterYears: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe(
      'So many years after the last of a person’s signatures ended, what the ledger says of them is erased. What still holds is kept, and all is where this is not said.',
    ),
});

const agreementId = text(50).regex(
  /^[a-z0-9][a-z0-9-]*$/,
  'is no id of an agreement: small letters, digits and “-”, as its file is called without “.md”',
);
const pathPattern = text(200).regex(/^[^\\\p{Cc}]+$/u, 'is no path');

const agreement = z.strictObject({
  agreements: z.array(agreementId).max(20).optional().meta({
    description:
      'Ids of contributor agreements: files `agreements/ID.md` in this file’s repository. Whoever contributes has to have signed one of them, or to be named by a company that did. With an empty list nobody is asked.',
    default: BUILT_IN.contributions.agreement.agreements,
  }),
  either: z
    .literal('sign-off')
    .optional()
    .describe(
      'A sign-off of each commit will do instead: who signs off need not sign, and who has signed need not sign off.',
    ),
  paths: z
    .array(pathPattern)
    .min(1)
    .max(100)
    .optional()
    .describe(
      'Only pull requests that change one of these paths need a signature; `*` stands for any characters, “/” too, `?` for one. All do unless it is said here.',
    ),
  minimum: z
    .strictObject({
      lines: z
        .int()
        .min(1)
        .max(100_000)
        .optional()
        .describe(
          'Fewer lines, added and removed, are small. What brings in a file without lines, such as a picture, is not.',
        ),
      files: z.int().min(1).max(3000).optional().describe('Fewer files are small.'),
    })
    .optional()
    .describe('Small changes need no signature. Where both are named, both must be small.'),
  exempt: z
    .array(z.int().positive().max(Number.MAX_SAFE_INTEGER))
    .max(1000)
    .optional()
    .describe(
      'Numeric ids of accounts that need not sign, such as employees by contract. It holds only where it is proved that they made the commit.',
    ),
  exemptMembers: z.boolean().optional().meta({
    description:
      'Whether members of the organisation need not sign. It holds only where it is proved that they made the commit, and where the app may read who is a member.',
    default: BUILT_IN.contributions.agreement.exemptMembers,
  }),
  exemptTeams: z
    .array(
      text(100).regex(
        /^[a-z0-9][a-z0-9_-]*$/,
        'is no team’s name as it stands in its address: small letters, digits, “-” and “_”',
      ),
    )
    .max(20)
    .optional()
    .meta({
      description:
        'Teams of the organisation, as they are called in their addresses (`https://github.com/orgs/ORG/teams/TEAM`), whose members need not sign. It holds only where it is proved that they made the commit, and where the app may read who is a member; who is in a team is read once a day.',
      default: BUILT_IN.contributions.agreement.exemptTeams,
    }),
  coAuthors: z.enum(['ignore', 'warn', 'require']).optional().meta({
    description: 'Whether co-authors, whom a commit message names, have to have signed too. Programs never.',
    default: BUILT_IN.contributions.agreement.coAuthors,
  }),
});

/** What one place says of contributions and takes back in the same breath; another layer may well say otherwise. */
function contradictionsIn({
  signOff: signing,
  ai,
  agreement: signed,
}: {
  readonly signOff?: z.infer<typeof signOff> | undefined;
  readonly ai?: 'allow' | 'disclose' | 'forbid' | undefined;
  readonly agreement?: z.infer<typeof agreement> | undefined;
}): { readonly path: string[]; readonly message: string }[] {
  const asksNobody = signed?.agreements?.length === 0;
  const asksSignatures = signed?.either !== undefined || (signed?.agreements ?? []).length > 0;
  const isOff = signing?.check === false;
  return [
    ...(isOff && signing.compatible !== undefined
      ? [
          {
            path: ['signOff', 'compatible'],
            message: 'takes the place of another app’s check, and `check: false` beside it lets nobody check; keep one',
          },
        ]
      : []),
    ...(isOff && !asksSignatures && ai !== undefined && ai !== 'allow'
      ? [
          {
            path: ['ai'],
            message: 'is checked together with sign-offs, which `signOff: {check: false}` turns off; keep one',
          },
        ]
      : []),
    ...(asksNobody && signed.either !== undefined
      ? [
          {
            path: ['agreement', 'either'],
            message:
              'offers a choice between a sign-off and a signature, and `agreements: []` asks for no signature; keep one',
          },
        ]
      : []),
  ];
}

const contributions = z
  .strictObject({
    signOff: signOff.optional().describe('Whether commits have to be signed off, and how that is checked.'),
    ai: z.enum(['allow', 'disclose', 'forbid']).optional().meta({
      description:
        'What people have to do who let a program write for them. `allow`: nothing. `disclose`: name it in the commit message, as `Assisted-by: TOOL` or as a co-author. `forbid`: such contributions fail. Whoever opens the pull request answers for it in each case. It is checked together with sign-offs.',
      default: BUILT_IN.contributions.ai,
    }),
    agreement: agreement.optional().describe('Which contributor agreements (CLA) people sign, and when.'),
    onboarding: onboarding.optional().describe('How people from outside are welcomed and helped.'),
  })
  .superRefine((said, context) => {
    for (const { path, message } of contradictionsIn(said)) context.addIssue({ code: 'custom', path, message });
  })
  .optional()
  .describe('What holds for contributions.');

const defaultLicenses = z.strictObject({
  documentation: spdxId
    .optional()
    .describe(
      'SPDX identifier of the licence for documentation; CC-BY-4.0 where `defaultLicense` is named and this is not.',
    ),
  data: spdxId
    .optional()
    .describe('Likewise for data; CC0-1.0, or ODbL-1.0 where databases made from it are to stay open.'),
});

const match = z
  .strictObject({
    names: z
      .array(pattern)
      .min(1)
      .optional()
      .describe('Names of repositories; `*` stands for any characters, `?` for one.'),
    topics: z.array(text(50)).min(1).optional().describe('Topics, of which the repository has at least one.'),
    visibility: z
      .array(z.enum(['public', 'private', 'internal']))
      .min(1)
      .optional()
      .describe('Who may see it.'),
    languages: z.array(text(50)).min(1).optional().describe('Its main programming language, as GitHub calls it.'),
    archived: z.boolean().optional().describe('Whether it is archived.'),
    fork: z.boolean().optional().describe('Whether it is a fork.'),
    template: z.boolean().optional().describe('Whether it is a template.'),
  })
  .refine(
    (given) => Object.keys(given).length > 0,
    'names nothing to match; say at least one of names, topics, visibility, languages, archived, fork, template',
  );

const RESERVED = ['enabled', 'severity'];

/** What a file may say of one policy: `off`, or its settings and options, each of them optional. */
function policySettings(policy: Policy): z.ZodType {
  const clash = RESERVED.find((name) => name in policy.options.shape);
  if (clash !== undefined) throw new Error(`Policy ${policy.id} has an option called ${clash}, which every policy has`);
  const settings = z.strictObject({
    enabled: z
      .boolean()
      .optional()
      .meta({
        description: 'Whether repositories are judged by it.',
        default: isOnByDefault(policy),
      }),
    severity: z.enum(SEVERITIES).optional().meta({
      description: 'How grave it is when it is not met; only `error` fails a check.',
      default: policy.meta.severity,
    }),
    ...policy.options.shape,
  });
  return z
    .union([z.literal('off'), settings])
    .optional()
    .describe(`${policy.meta.title}.`);
}

function policiesSchema(policies: readonly Policy[]) {
  return z
    .strictObject(Object.fromEntries(policies.map((policy) => [policy.id, policySettings(policy)])))
    .optional()
    .describe('What each policy demands, by its id. `off` switches one off.');
}

const version = z.literal(1).optional().describe('The version of this format.');

/** Made once for the same policies: to make a schema and to compile it takes longer than to read a file by it. */
function oncePerPolicies<T>(make: (policies: readonly Policy[]) => T): (policies: readonly Policy[]) => T {
  const made = new WeakMap<readonly Policy[], T>();
  return (policies) => {
    const known = made.get(policies) ?? make(policies);
    made.set(policies, known);
    return known;
  };
}

/** The organisation's file. */
export const organizationSchema = oncePerPolicies((policies) => {
  const ids = z.enum(policies.map(({ id }) => id));
  const group = z.strictObject({
    name: text(100).describe('What the group is called; shown where a setting comes from it.'),
    match: match.describe('Which repositories belong to it. All that is said must hold.'),
    mode: mode.optional().describe('As for the organisation.'),
    kind: z
      .enum(REPOSITORY_KINDS)
      .optional()
      .describe(
        'What they hold. Without it their topics say so (`documentation`, `dataset`, `open-data` …), else it is code.',
      ),
    language: z.enum(LANGUAGES).optional().describe('As for the organisation.'),
    checks: check,
    issues: issue,
    proposals: proposal,
    launchIssues: launchIssue,
    contributions: contributions.describe('As for the organisation.'),
    policies: policiesSchema(policies),
  });
  const exemption = z.strictObject({
    policy: ids.describe('The policy that need not be met.'),
    repositories: z.array(pattern).min(1).describe('Names of the repositories, or patterns with `*` and `?`.'),
    reason: text(500).describe('Why. Maintainers read it.'),
    approver: login.describe('Login of the person who approved it.'),
    until: day.describe('The last day on which it holds, as YYYY-MM-DD (UTC).'),
  });
  return z.strictObject({
    version,
    mode: mode.optional().meta({
      description:
        'With `observe`, repositories are judged and nothing is written to them. With `enforce`, Portreeve reports checks, keeps issues and proposes files.',
      default: BUILT_IN.mode,
    }),
    language: z.enum(LANGUAGES).optional().meta({
      description: 'The language in which Portreeve writes on GitHub.',
      default: BUILT_IN.language,
    }),
    governanceRepository: repositoryName
      .optional()
      .describe(
        'The repository of this organisation in which reports, and findings that not everybody may see, are kept.',
      ),
    defaultLicense: spdxId
      .optional()
      .describe(
        'SPDX identifier of the licence that is proposed to repositories that have none; for code, where others are named below.',
      ),
    defaultLicenses: defaultLicenses.optional().describe('Licences that are proposed to repositories of another kind.'),
    contact: contact.optional().describe('Facts for the files that Portreeve proposes, and whom to ask.'),
    checks: check.meta({ default: BUILT_IN.checks }),
    issues: issue.meta({ default: BUILT_IN.issues }),
    proposals: proposal.meta({ default: BUILT_IN.proposals }),
    launchIssues: launchIssue.meta({ default: BUILT_IN.launchIssues }),
    include: include.optional().describe('What is left alone unless it is said here.'),
    brake: brake.optional().describe('How much may be written at once before somebody has to approve it.'),
    ledger: ledger.optional().describe('How long is kept who signed contributor agreements.'),
    governance: governanceSchema.optional().describe('How the organisation keeps its open source governance.'),
    contributions,
    repositoriesMayOverride: z
      .union([z.boolean(), z.array(ids).min(1)])
      .optional()
      .meta({
        description:
          'Whether the file `.github/portreeve.yml` of a repository counts: for no policy, for all, or for those named.',
        default: BUILT_IN.repositoriesMayOverride,
      }),
    policies: policiesSchema(policies),
    groups: z
      .array(group)
      .optional()
      .describe('Settings for some repositories. A later group overrides an earlier one.'),
    exemptions: z.array(exemption).optional().describe('Who is excused from what, why, and until when.'),
  });
});

/** A repository's own file: policies, where the organisation allows it. */
export const repositorySchema = oncePerPolicies((policies) =>
  z.strictObject({ version, policies: policiesSchema(policies) }),
);

export type OrganizationSettings = z.output<ReturnType<typeof organizationSchema>>;
export type Mode = z.output<typeof mode>;
export type Contact = z.output<typeof contact>;
export type GroupMatch = z.output<typeof match>;

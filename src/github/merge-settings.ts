import { type Fact, known, unavailable } from '../core/fact.ts';
import type { MergeSettings, RequiredCheck } from '../core/sign-off-settings.ts';
import type { ErrorBelow } from './graphql.ts';

/** What a query asks of a repository to know what its settings do with sign-offs. */
export const MERGE_SETTINGS = `fragment MergeSettings on Repository {
  webCommitSignoffRequired squashMergeAllowed squashMergeCommitMessage
  defaultBranchRef { rules(first: 100) { nodes { type parameters { ... on RequiredStatusChecksParameters {
    requiredStatusChecks { context integrationId } } } } } refUpdateRule { requiredStatusCheckContexts } }
}`;

export interface MergeSettingsAnswer {
  readonly webCommitSignoffRequired?: boolean;
  readonly squashMergeAllowed?: boolean;
  readonly squashMergeCommitMessage?: 'BLANK' | 'COMMIT_MESSAGES' | 'PR_BODY';
  readonly defaultBranchRef: {
    readonly rules?: {
      readonly nodes: readonly ({
        readonly parameters: {
          readonly requiredStatusChecks?: readonly {
            readonly context: string;
            readonly integrationId: number | null;
          }[];
        } | null;
      } | null)[];
    } | null;
    /** What a classic branch protection lets everybody see; null where there is none. */
    readonly refUpdateRule?: { readonly requiredStatusCheckContexts: readonly (string | null)[] | null } | null;
  } | null;
}

const MESSAGES = {
  BLANK: 'blank',
  COMMIT_MESSAGES: 'commit-messages',
  PR_BODY: 'pull-request-body',
} as const;

/** @param errors below the repository */
export function describeMergeSettings(answer: MergeSettingsAnswer, errors: readonly ErrorBelow[]): Fact<MergeSettings> {
  const { webCommitSignoffRequired, squashMergeAllowed, squashMergeCommitMessage } = answer;
  const error = errors.find(({ below: [field, second] }) => {
    if (field === 'defaultBranchRef') return second === undefined || second === 'rules' || second === 'refUpdateRule';
    return field === undefined || /^(?:webCommit|squashMerge)/.test(String(field));
  });
  if (error !== undefined) return unavailable(`GitHub did not tell the repository’s settings: ${error.message}`);
  if (webCommitSignoffRequired === undefined || squashMergeCommitMessage === undefined) {
    return unavailable('Nobody asked GitHub for the repository’s settings.');
  }
  return known({
    signsOffWebCommits: webCommitSignoffRequired,
    squashMessage: squashMergeAllowed === false ? null : MESSAGES[squashMergeCommitMessage],
    requiredChecks: requiredIn(answer),
  });
}

function requiredIn({ defaultBranchRef }: MergeSettingsAnswer): RequiredCheck[] {
  const ofRules = (defaultBranchRef?.rules?.nodes ?? []).flatMap((rule) =>
    (rule?.parameters?.requiredStatusChecks ?? []).map(({ context, integrationId }) => ({
      name: context,
      appId: integrationId,
    })),
  );
  // From which app they have to come is told to administrators only.
  const named = (defaultBranchRef?.refUpdateRule?.requiredStatusCheckContexts ?? []).flatMap((name) => name ?? []);
  const others = named.filter((name) => ofRules.every((rule) => rule.name !== name));
  return [...ofRules, ...others.map((name) => ({ name, appId: null }))];
}

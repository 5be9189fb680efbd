/** A check that a default branch's rules require. */
export interface RequiredCheck {
  readonly name: string;
  /** The app that has to report it; null where any may. */
  readonly appId: number | null;
}

/** What a repository's settings do with sign-offs. */
export interface MergeSettings {
  /** GitHub adds the sign-off to commits that are made in the browser. */
  readonly signsOffWebCommits: boolean;
  /** What the message of a squash merge holds unless somebody changes it; null: there are no squash merges. */
  readonly squashMessage: 'commit-messages' | 'pull-request-body' | 'blank' | null;
  /** Those of rulesets, and of a classic branch protection: of this, without the app, which only administrators are told. */
  readonly requiredChecks: readonly RequiredCheck[];
}

/** The same, with what is asked of contributions there. */
export interface SignOffSettings {
  /** Null where no sign-offs are asked for, or nobody looked. */
  readonly asked: {
    /** The name of our check about them. */
    readonly checkName: string;
    /** Names under which it was, or another app's check, may still be required. */
    readonly otherNames: readonly string[];
    readonly appId: number;
    /** Whether the repository's `.github/dco.yml` counts. */
    readonly goesByDcoYml: boolean;
    readonly settings: MergeSettings;
  } | null;
}

/** Nothing is asked for, or nobody looked. */
export const NO_SIGN_OFFS_ASKED: SignOffSettings = { asked: null };

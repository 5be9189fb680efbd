/** What a repository's `.github/dco.yml` says, as the app at github.com/dcoapp reads it; null: nothing. */
export interface DcoSettings {
  readonly membersSignOff: boolean | null;
  readonly individualRemediation: boolean | null;
  readonly thirdPartyRemediation: boolean | null;
}

/** The file is not there, or broken. */
export const NO_DCO_SETTINGS: DcoSettings = {
  membersSignOff: null,
  individualRemediation: null,
  thirdPartyRemediation: null,
};

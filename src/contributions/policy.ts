/** What an organisation demands of contributions. */
export interface ContributionPolicy {
  /** `strict`: a sign-off counts only where git finds it. `lenient`: as a line of its own anywhere, with a notice. */
  readonly placement: 'strict' | 'lenient';
  /** Whether the name of a sign-off must be the author's; its address always must. */
  readonly name: 'require' | 'warn' | 'ignore';
  /** Whose sign-off counts. */
  readonly subject: 'author' | 'author-or-committer';
  readonly merges: 'skip' | 'require-if-conflicted' | 'require';
  /** Whether a commit that takes another back exactly needs a sign-off. */
  readonly reverts: 'require' | 'skip-exact';
  /** Whether co-authors must sign off too. */
  readonly coAuthors: 'ignore' | 'warn' | 'require';
  /** Whether bots that are proved to be it need no sign-off: they cannot certify anything. */
  readonly bots: 'exempt' | 'require';
  /** Accounts that need no sign-off, by their numeric id: those of members, where they are excused. */
  readonly exemptAccounts: ReadonlySet<number>;
  readonly remediation: {
    /** Whether authors may sign off afterwards, by a later commit that names the one that lacks it. */
    readonly individual: boolean;
    /** Accounts that may do so on behalf of others, by their numeric id. */
    readonly representatives: ReadonlySet<number>;
  };
  readonly ai: 'allow' | 'disclose' | 'forbid';
  /** Other addresses of the same person, from a place that no contributor can change: both in canonical form. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** What holds where nobody says otherwise. */
export const DEFAULT_POLICY: ContributionPolicy = {
  placement: 'lenient',
  name: 'warn',
  subject: 'author',
  merges: 'skip',
  reverts: 'require',
  coAuthors: 'warn',
  bots: 'exempt',
  exemptAccounts: new Set(),
  remediation: { individual: true, representatives: new Set() },
  ai: 'allow',
  aliases: new Map(),
};

/** What the app at github.com/dcoapp demands unless its `.github/dco.yml` says otherwise, so far as it cannot be fooled. */
export const DCOAPP_POLICY: ContributionPolicy = {
  ...DEFAULT_POLICY,
  name: 'require',
  subject: 'author-or-committer',
  coAuthors: 'ignore',
  remediation: { individual: false, representatives: new Set() },
};

/** Who can do something about an error. */
export type Reader = 'operator' | 'person';

interface ErrorEntry {
  readonly reader: Reader;
  /** What happened, in one sentence. */
  // biome-ignore lint/suspicious/noExplicitAny: an entry's arguments are its own; `never` would lose them when inferred
  readonly sentence: (args: any) => string;
  /** What to do about it. */
  readonly hint: string;
}

/** Every error that Portreeve tells somebody about: code → sentence and hint. `docs/errors.md` is generated from it. */
export const ERRORS = {
  'node-too-old': {
    reader: 'operator',
    sentence: ({ version }: { version: string }) => `Portreeve needs Node.js 22.18 or newer; this is ${version}.`,
    hint: 'Install a newer Node.js, or run it through npm, which brings one along.',
  },
  usage: {
    reader: 'person',
    sentence: ({ problem }: { problem: string }) => problem,
    hint: 'See `portreeve --help`.',
  },
  'no-state': {
    reader: 'operator',
    sentence: ({ folder }: { folder: string }) =>
      `There is no database in ${folder}: the app has never kept anything there.`,
    hint: 'Set PORTREEVE_DATA or DATABASE_URL to what the app runs with.',
  },
  'not-set-up': {
    reader: 'operator',
    sentence: () =>
      'Portreeve has no GitHub App yet: neither the environment nor the data folder holds its credentials.',
    hint: 'Run `npm start` once, which opens a page that registers it, or set APP_ID, PRIVATE_KEY_PATH and WEBHOOK_SECRET.',
  },
  settings: {
    reader: 'operator',
    sentence: ({ problem }: { problem: string }) => problem,
    hint: 'The settings are listed in docs/operating.md; give the command the environment that the app has.',
  },
  'cannot-listen': {
    reader: 'operator',
    sentence: ({ host, port, code }: { host: string; port: number; code: string }) =>
      `Portreeve cannot listen on ${host}, port ${port} (${code}).`,
    hint: 'Choose another PORT or HOST, or end the program that has it.',
  },
  'file-exists': {
    reader: 'person',
    sentence: ({ path }: { path: string }) =>
      `There is something at ${path} already, and Portreeve writes over nothing.`,
    hint: 'Choose another name, or move away what is there.',
  },
  'file-not-written': {
    reader: 'person',
    sentence: ({ path, code }: { path: string; code: string }) => `${path} could not be written (${code}).`,
    hint: 'Check that the disk has room and that the account may write there; nothing half-written is left.',
  },
  'folder-not-private': {
    reader: 'operator',
    sentence: ({ path }: { path: string }) => `${path} must be a folder that only the account of Portreeve may enter.`,
    hint: 'Move away what is there, or close it with `chmod 700` and give it to that account.',
  },
  internal: {
    reader: 'person',
    sentence: ({ problem }: { problem: string }) => `Portreeve itself failed: ${problem}`,
    hint: 'Please report it at https://github.com/portreeve/portreeve/issues, with what PORTREEVE_DEBUG=1 adds.',
  },
  'folder-not-found': {
    reader: 'person',
    sentence: ({ folder }: { folder: string }) => `There is no folder ${folder}.`,
    hint: 'Give the path of a folder or of a git clone; a relative one is meant from where you stand.',
  },
  'folder-not-readable': {
    reader: 'person',
    sentence: ({ folder }: { folder: string }) => `The folder ${folder} cannot be read with your rights.`,
    hint: 'Run the command as an account that may read it.',
  },
  'ref-not-found': {
    reader: 'person',
    sentence: ({ ref, folder }: { ref: string; folder: string }) => `There is no commit called ${ref} in ${folder}.`,
    hint: 'Give a branch, a tag or a commit that the clone has; fetch it first where it is only on the server.',
  },
  'ref-without-repository': {
    reader: 'person',
    sentence: ({ ref, folder }: { ref: string; folder: string }) =>
      `${folder} is not a git repository, so it has no commit ${ref}.`,
    hint: 'Leave --ref out to have the folder judged as it stands.',
  },
  'configuration-not-found': {
    reader: 'person',
    sentence: ({ path }: { path: string }) => `The configuration file ${path} cannot be read.`,
    hint: 'Give the path of a file; a relative one is meant from where you stand.',
  },
  'configuration-invalid': {
    reader: 'person',
    sentence: ({ path, problems }: { path: string; problems: readonly string[] }) =>
      [`The configuration file ${path} is not valid.`, ...problems.map((problem) => `  ${problem}`)].join('\n'),
    hint: 'Every key is listed in docs/configuration.md.',
  },
  'folder-not-in-commit': {
    reader: 'person',
    sentence: ({ folder, ref }: { folder: string; ref: string }) => `The commit ${ref} has no folder ${folder}.`,
    hint: 'Leave --ref out to have the folder judged as it stands, or name a commit that has it.',
  },
  'git-missing': {
    reader: 'person',
    sentence: ({ folder }: { folder: string }) => `${folder} is a git repository, and there is no git on this machine.`,
    hint: 'Install git and put it on the PATH.',
  },
  'git-failed': {
    reader: 'person',
    sentence: ({ folder, problem }: { folder: string; problem: string }) =>
      `git cannot read the repository in ${folder}: ${problem}`,
    hint: 'Mend the repository (`git fsck` may tell more), or judge a fresh clone.',
  },
  'borrowed-objects': {
    reader: 'person',
    sentence: ({ folder }: { folder: string }) =>
      `The repository in ${folder} keeps a part of its objects in another folder (objects/info/alternates), and nothing outside the repository is read.`,
    hint: 'Make it whole with `git repack -a -d` and delete that file, or judge a fresh clone.',
  },
  'not-a-repository': {
    reader: 'person',
    sentence: ({ folder }: { folder: string }) => `${folder} is not a git repository, so it has no commits.`,
    hint: 'Give the folder of a clone with --repo, or a file with --commits.',
  },
  'range-unusable': {
    reader: 'person',
    sentence: ({ range, problem }: { range: string; problem: string }) =>
      `${range} is no range of commits that can be judged: ${problem}`,
    hint: 'Write it as BASE..HEAD: what HEAD has and BASE has not, such as origin/main..my-branch.',
  },
  'commits-not-found': {
    reader: 'person',
    sentence: ({ path, code }: { path: string; code: string }) =>
      `The file of commits ${path} cannot be read (${code}).`,
    hint: 'Give the path of a file; a relative one is meant from where you stand.',
  },
  'commits-invalid': {
    reader: 'person',
    sentence: ({ path, problem }: { path: string; problem: string }) =>
      `${path} is not what GitHub answers to "list commits on a pull request". ${problem}`,
    hint: 'Save what `gh api --paginate repos/OWNER/NAME/pulls/NUMBER/commits` prints.',
  },
  'nothing-held': {
    reader: 'operator',
    sentence: ({ account }: { account: string }) => `Nothing of ${account} waits for an approver.`,
    hint: 'See `portreeve approve` for what waits.',
  },
  'another-plan': {
    reader: 'operator',
    sentence: ({ hash, current }: { hash: string; current: string }) =>
      `The plan ${hash} does not wait (any more); the one that waits is ${current}. Nothing was released.`,
    hint: 'Look at it with `portreeve approve`, then release it with its own hash.',
  },
  'ledger-organization': {
    reader: 'operator',
    sentence: ({ organization, known }: { organization: string | null; known: string }) =>
      organization === null
        ? `There are ledgers of several organisations: ${known}.`
        : `There is no ledger and no installation of ${organization}; there are: ${known}.`,
    hint: 'Say which is meant with --organization: its login, or its id where it has left.',
  },
  'ledger-nobody': {
    reader: 'operator',
    sentence: ({ account }: { account: number }) =>
      `Nothing that is left in the ledger is about the account ${account}.`,
    hint: 'Give the account’s number, not its name: GitHub shows it at https://api.github.com/users/NAME, as `id`.',
  },
  'agreement-not-found': {
    reader: 'person',
    sentence: ({ path }: { path: string }) => `The file ${path} cannot be read, or is larger than 1 MB.`,
    hint: 'Give the Markdown file of a contributor agreement, such as `agreements/city-cla.md`.',
  },
  'company-unknown': {
    reader: 'operator',
    sentence: ({ number }: { number: number }) => `No company has the number ${number}.`,
    hint: 'See `portreeve company list`.',
  },
  'agreement-not-corporate': {
    reader: 'operator',
    sentence: ({ agreement, isThere }: { agreement: string; isThere: boolean }) =>
      isThere ? `${agreement} is signed by people, not by companies.` : `There is no agreement ${agreement} in force.`,
    hint: 'It is a file `agreements/ID.md` with `kind: corporate` in the repository of the configuration, and must have been read: the app reads it within minutes of a push.',
  },
  'agreement-not-individual': {
    reader: 'operator',
    sentence: ({ agreement, isThere }: { agreement: string; isThere: boolean }) =>
      isThere ? `${agreement} is signed by companies, not by people.` : `There is no agreement ${agreement} in force.`,
    hint: 'It is a file `agreements/ID.md` with `kind: individual` in the repository of the configuration, and must have been read: the app reads it within minutes of a push. Nothing has to ask for it yet.',
  },
  'ledger-file': {
    reader: 'person',
    sentence: ({ path, problem }: { path: string; problem: string }) => `${path} cannot be used: ${problem}`,
    hint: 'See `portreeve ledger --help` for what each of its commands reads.',
  },
  'signing-key-unusable': {
    reader: 'operator',
    sentence: ({ path, problem }: { path: string; problem: string }) => `The key ${path} cannot be used: ${problem}.`,
    hint: 'Put your backup of it there; or move it away, and the next export is signed with a new key.',
  },
  'database-url': {
    reader: 'operator',
    sentence: () => 'DATABASE_URL is not a PostgreSQL address.',
    hint: 'It looks like postgres://user:password@host:5432/database.',
  },
  'database-unreachable': {
    reader: 'operator',
    sentence: ({ reason }: { reason: string }) => `The database cannot be reached: ${reason}.`,
    hint: 'Check that PostgreSQL runs at DATABASE_URL, and that the user and the password are right.',
  },
  'database-newer': {
    reader: 'operator',
    sentence: ({ migrations }: { migrations: string }) =>
      `The database was last used by a newer Portreeve, whose changes this one does not know: ${migrations}.`,
    hint: 'Run the newer version, or restore the backup from before the upgrade.',
  },
  'database-older': {
    reader: 'operator',
    sentence: ({ missing }: { missing: string }) =>
      `The database is not up to date with this Portreeve: it lacks ${missing}. Nothing was changed.`,
    hint: 'Start the app of this version, which brings it up to date, or give the command in the version that runs.',
  },
  'database-in-use': {
    reader: 'operator',
    sentence: ({ process }: { process: string }) =>
      `The database is in use by a running Portreeve (process ${process}).`,
    hint: 'Stop it first: it would go on writing into what is being replaced.',
  },
  'database-not-empty': {
    reader: 'operator',
    sentence: () => 'The database holds data already, which a restore would replace.',
    hint: 'Make a backup of it, then run `portreeve restore --replace FILE`; or restore into an empty database.',
  },
  'database-empty': {
    reader: 'operator',
    sentence: () => 'The database has no tables of Portreeve: the app has never used it.',
    hint: 'Set PORTREEVE_DATA or DATABASE_URL to what the app runs with.',
  },
  'backup-not-found': {
    reader: 'operator',
    sentence: ({ path, code }: { path: string; code: string }) => `The backup ${path} cannot be read (${code}).`,
    hint: 'Give the path of a file that `portreeve backup` wrote, and run as an account that may read it.',
  },
  'backup-foreign': {
    reader: 'operator',
    sentence: ({ path }: { path: string }) => `${path} is no backup of Portreeve.`,
    hint: 'Give a file that `portreeve backup` wrote; a dump by `pg_dump` is restored by `psql` or `pg_restore`.',
  },
  'backup-newer': {
    reader: 'operator',
    sentence: ({ path, version, migrations }: { path: string; version: string; migrations: string }) =>
      `The backup ${path} was written by a newer Portreeve (${version}), whose changes this one does not know: ${migrations}.`,
    hint: 'Restore it with that version or a newer one. To go back a version, restore the backup from before the upgrade.',
  },
  'backup-broken': {
    reader: 'operator',
    sentence: ({ path }: { path: string }) =>
      `The backup ${path} is damaged, or only half of it is there; nothing was changed.`,
    hint: 'Take another copy of it, or an older backup.',
  },
  'board-not-chosen': {
    reader: 'person',
    sentence: ({ account }: { account: string }) => `${account} has no board of good governance: none was chosen.`,
    hint: 'Write `governance: { ggi: { board: true } }` into the configuration, and name a `governanceRepository`.',
  },
  'board-without-place': {
    reader: 'person',
    sentence: ({ account, name }: { account: string; name: string | null }) =>
      name === null
        ? `${account} has a board of good governance, and no repository for it.`
        : `Portreeve knows of no repository ${account}/${name}, in which the board is to stand.`,
    hint: 'Name a repository of the organisation as `governanceRepository` that Portreeve may see; best a private one.',
  },
  'board-place-closed': {
    reader: 'person',
    sentence: ({ place, why }: { place: string; why: string }) => `${place} ${why}: no board can stand there.`,
    hint: 'Open it again in its settings, or name another `governanceRepository`.',
  },
  'board-not-read': {
    reader: 'person',
    sentence: ({ place }: { place: string }) => `The board in ${place} was not read yet.`,
    hint: 'Run `portreeve ggi init`, and let the running app file and read its issues.',
  },
  'embedded-version': {
    reader: 'operator',
    sentence: ({ folder, found, own }: { folder: string; found: string; own: string }) =>
      `The embedded database in ${folder} is one of PostgreSQL ${found}, and this Portreeve brings PostgreSQL ${own}.`,
    hint: 'Run `portreeve backup FILE` with the version that wrote it, move that folder away, and run `portreeve restore FILE`.',
  },
  'database-roles': {
    reader: 'operator',
    sentence: ({ statements }: { statements: string }) =>
      `The database user may not create the roles that Portreeve works under; an administrator runs once: ${statements}`,
    hint: 'The roles cannot log in and own nothing; they keep one organisation from seeing another.',
  },
  'embedded-database': {
    reader: 'operator',
    sentence: ({ reason }: { reason: string }) =>
      `The embedded database cannot run here: ${reason}; set DATABASE_URL to a PostgreSQL server.`,
    hint: 'PostgreSQL 15 or newer, an empty database that belongs to its user.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

export type ErrorCode = keyof typeof ERRORS;
type ArgumentsOf<C extends ErrorCode> = Parameters<(typeof ERRORS)[C]['sentence']>[0];

/** An error of ours, the operator's or the caller's, never a finding. Carries its code and data; the catalogue words it. */
export class OperatorError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'OperatorError';
  readonly code: C;
  readonly args: ArgumentsOf<C>;

  constructor(code: C, args: ArgumentsOf<C>, options?: ErrorOptions) {
    const entry: ErrorEntry = ERRORS[code];
    super(entry.sentence(args), options);
    this.code = code;
    this.args = args;
  }

  get hint(): string {
    return ERRORS[this.code].hint;
  }
}

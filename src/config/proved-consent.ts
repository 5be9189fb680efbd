/** A commit that changed the file of consents. */
export interface ConsentChange {
  /** The file as it left it; null where it deleted it. */
  readonly text: string | null;
  /** The file in each of its parents. */
  readonly before: readonly (string | null)[];
  /** Logins of those of whom it is proved that they made the change: who opened its merged pull request, or signed it. */
  readonly by: readonly string[];
}

/**
 * Those of the accounts that named themselves: in the newest change that put a login into the file, it has to be proved
 * that its own account made it. Nobody is signed up by somebody else, and whoever was taken out has to come back
 * themselves.
 * @param accounts lower case
 * @param changes the newest first
 * @param accountsIn the logins that a text names, lower case
 */
export function selfNamed(
  accounts: readonly string[],
  changes: readonly ConsentChange[],
  accountsIn: (text: string) => readonly string[],
): string[] {
  const read = changes.map(({ text, before, by }) => ({
    after: new Set(text === null ? [] : accountsIn(text)),
    before: before.map((one) => new Set(one === null ? [] : accountsIn(one))),
    by: by.map((login) => login.toLowerCase()),
  }));
  return accounts.filter((account) => {
    const added = read.find(({ after, before }) => after.has(account) && !before.some((one) => one.has(account)));
    return added?.by.includes(account) === true;
  });
}

const MOST_OWNERS = 5;
const LONGEST_OWNER = 100;

/**
 * Whom a CODEOWNERS file names for all files: those of its last rule for `*`. Linear.
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function defaultOwners(codeOwners: string | null): string[] {
  const lines = (codeOwners ?? '').split(/\r\n|\r|\n/);
  const [last = ''] = lines.filter((line) => /^\s*(?:\*|\/?\*\*(?:\/\*)?)(?=\s|$)/.test(line)).slice(-1);
  const [, ...owners] = last.split('#', 1)[0]?.trim().split(/\s+/) ?? [];
  return owners.filter((owner) => owner.length <= LONGEST_OWNER).slice(0, MOST_OWNERS);
}

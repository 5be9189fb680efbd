import { readYaml, toValue } from '../yaml/read-yaml.ts';

/** Where people consent to be counted, in the governance repository. */
export const CONSENT_PATH = '.github/upstream-accounts.yml';

/** Fewer would tell what each of them did. */
export const FEWEST_ACCOUNTS = 3;
const MOST_ACCOUNTS = 200;

/**
 * The accounts that consented to be counted in others' projects, all together: logins, as they add and remove themselves.
 * @returns the reason where the file cannot be understood: then nobody is counted
 */
export function readUpstreamAccounts(
  text: string,
): { readonly accounts: readonly string[] } | { readonly reason: string } {
  const { root, problems } = readYaml(text);
  const [problem] = problems;
  if (problem !== undefined) return { reason: `\`${CONSENT_PATH}\` cannot be read: ${problem.message}` };
  const file = root === null ? {} : toValue(root);
  const said = typeof file === 'object' && file !== null && 'accounts' in file ? file.accounts : [];
  if (!Array.isArray(said)) return { reason: `\`${CONSENT_PATH}\` has no list \`accounts\` of logins.` };
  const logins = said.filter((one): one is string => typeof one === 'string' && /^[A-Za-z0-9-]{1,39}$/.test(one));
  if (logins.length !== said.length) return { reason: `\`${CONSENT_PATH}\` names something that is no login.` };
  const accounts = [...new Set(logins.map((login) => login.toLowerCase()))].sort();
  if (accounts.length > MOST_ACCOUNTS)
    return { reason: `\`${CONSENT_PATH}\` names more than ${MOST_ACCOUNTS} accounts.` };
  return { accounts };
}

import { readYaml, toValue } from '../../yaml/read-yaml.ts';

const LONGEST_FILE = 262_144;
const MOST_USERS = 1_000;
const LONGEST_NAME = 200;

/**
 * Who uses a piece of software, as its publiccode.yml says under `usedBy`: names of organisations, each once. Empty where
 * it says nothing of it, or cannot be read.
 * @see https://yml.publiccode.tools/schema.core.html#usedby
 */
export function publiccodeUsers(source: string): string[] {
  const { root, problems } = readYaml(source, { longest: LONGEST_FILE });
  if (root === null || problems.length > 0) return [];
  const file = toValue(root);
  if (typeof file !== 'object' || file === null || !('usedBy' in file) || !Array.isArray(file.usedBy)) return [];
  const names = file.usedBy.flatMap((name: unknown) => (typeof name === 'string' ? [name.trim()] : []));
  const said = names.filter((name) => name !== '' && name.length <= LONGEST_NAME);
  return [...new Set(said)].slice(0, MOST_USERS);
}

import { readYaml, toValue } from '../yaml/read-yaml.ts';

/**
 * The policies that an organisation's file of former days names and leaves on, in its groups too. It need not be valid
 * today: what it named that is no longer known, it named all the same.
 */
export function rulesNamedIn(text: string): string[] {
  const { root } = readYaml(text);
  const file = root === null ? null : toValue(root);
  if (!isMap(file)) return [];
  const groups = Array.isArray(file.groups) ? file.groups : [];
  const layers = [file.policies, ...groups.map((group) => (isMap(group) ? group.policies : null))];
  return layers
    .flatMap((policies) => (isMap(policies) ? Object.entries(policies) : []))
    .flatMap(([id, said]) => {
      const isOff = said === 'off' || (isMap(said) && said.enabled === false);
      return isOff ? [] : [id];
    });
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { canonicalEmail } from './identity.ts';

/**
 * Other addresses of the same people, as a `.mailmap` lists them: canonical address → canonical address. Lines that hold
 * for one name only are left out, since such an address is several people's.
 */
export function aliasesIn(mailmap: string): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const line of mailmap.split('\n')) {
    const [proper, other] = addressesIn(line);
    if (proper !== undefined && other !== undefined) aliases.set(canonicalEmail(other), canonicalEmail(proper));
  }
  return aliases;
}

/** The one or two addresses of a line; none of a comment, or where a name stands before the second. */
function addressesIn(line: string): string[] {
  const text = line.split('#', 1)[0] ?? '';
  const [, first = '', second] = text.split('<');
  const [proper, between = ''] = first.split('>');
  const [other] = second?.split('>') ?? [];
  if (proper === undefined || other === undefined || between.trim() !== '') return [];
  return proper.trim() === '' || other.trim() === '' ? [] : [proper.trim(), other.trim()];
}

/**
 * Whether a name fits a pattern, in which `*` stands for any characters and `?` for one. Case does not matter, as in
 * GitHub's names, unless it is to be exact. Steps back to the last `*` only, so the work is at most pattern × name.
 */
export function matchesGlob(pattern: string, name: string, { isExact = false } = {}): boolean {
  const wanted = [...(isExact ? pattern : pattern.toLowerCase())];
  const given = [...(isExact ? name : name.toLowerCase())];
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < given.length; ) {
    if (wanted[at] === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((character) => character === '*');
}

/** Commit messages as nobody would write them and everybody might, the same for the same seed. */
export function generatedMessages(seed: number, count: number): string[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => aMessage(random));
}

type Random = (below: number) => number;

/** Marsaglia's xorshift on 32 bits. */
export function randomFrom(seed: number): Random {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const SIGN_OFFS = [
  'Signed-off-by: Ada Lovelace <ada@example.org>',
  'Signed-off-by: Ada Lovelace <ada@example.org>',
  'signed-off-by: Ada Lovelace <ada@example.org>',
  'Signed-off-by:Ada <ADA@Example.org>',
  'Signed-off-by : Ada Lovelace <ada@example.org>',
  'Signed-off-by\t:\tAda Lovelace\t<ada@example.org>  ',
  'Signed-off-by: Bob <bob@example.org>',
  'Signed-off-by: Ada Lovelace ada@example.org',
  'Signed-off-by: <ada@example.org>',
  'Signed-off-by:',
  'SIGNED-OFF-BY: Ada\u00a0Lovelace <ada@example.org>',
  'Signed-off-by\uff1a Ada Lovelace <ada@example.org>',
  '\u00a0Signed-off-by: Ada Lovelace <ada@example.org>',
  '\u200bSigned-off-by: Ada Lovelace <ada@example.org>',
  'Signed_off_by: Ada Lovelace <ada@example.org>',
  'Signed off by: Ada Lovelace <ada@example.org>',
] as const;

const OTHER_LINES = [
  'Co-authored-by: Bob <bob@example.org>',
  'Reviewed-by: Carol <carol@example.org>',
  'Fixes: #12',
  'Fixes #12',
  'See https://example.org/a?b=c',
  'https://example.org/',
  'Note: this is prose, and git takes it for a trailer',
  'a sentence of prose',
  'another one: with a colon in it',
  '* a bullet: of a squashed commit',
  '(cherry picked from commit 0123456789012345678901234567890123456789)',
  '(cherry picked from commit',
  ': only a colon',
  '-: a hyphen',
  'key-with-9: x',
  'Schlüssel: x',
  '> Signed-off-by: Ada Lovelace <ada@example.org>',
  '---',
  '---------',
  '--- a/file',
] as const;

const SPACED_LINES = [
  '',
  '',
  '',
  ' ',
  '\t',
  '\r',
  ' folded on',
  '\tfolded on',
  ' <ada@example.org>',
  '  Signed-off-by: Ada Lovelace <ada@example.org>',
  '# a comment',
  '#Signed-off-by: Ada Lovelace <ada@example.org>',
  'Conflicts:',
  '\tpath/to/file',
  '# ------------------------ >8 ------------------------',
] as const;

function aMessage(random: Random): string {
  const lines = random(10) === 0 ? [] : ['A subject'];
  if (random(6) > 0) lines.push('');
  const length = random(9);
  for (let line = 0; line < length; line += 1) lines.push(aLine(random));
  if (random(2) === 0) lines.push('', pick(random, SIGN_OFFS));
  const end = random(8) === 0 ? '\r\n' : '\n';
  return `${lines.join(end)}${end.repeat(random(3))}`;
}

function aLine(random: Random): string {
  const kind = random(6);
  if (kind < 2) return pick(random, SIGN_OFFS);
  return kind < 4 ? pick(random, OTHER_LINES) : pick(random, SPACED_LINES);
}

function pick(random: Random, from: readonly string[]): string {
  return from[random(from.length)] ?? '';
}

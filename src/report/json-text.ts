/**
 * JSON over several lines. What a terminal would obey or a reader would not see (C1 controls, bidirectional overrides)
 * is written as `\u…`, which is the same JSON: reports are looked at with `cat` too.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, escapeUnits);
  return `${text}\n`;
}

function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}

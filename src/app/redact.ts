/** What stands for a secret. */
const REDACTED = '[redacted]';

// Each takes a secret by its form, whatever surrounds it; quotes may be escaped, as JSON often lies within JSON.
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^"]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|(?="|$))/g, REDACTED],
  [/\b(?:gh[oprsu]_|github_pat_)[\w.-]{10,}/g, REDACTED],
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]{5,}/g, REDACTED],
  [/(:\/\/[^\s:/@"\\]{0,200}:)[^\s@/"\\]{1,500}@/g, `$1${REDACTED}@`],
  [
    /\b((?:proxy-)?authorization\\*["']?\s{0,5}[:=]\s{0,5}\\*["']?)(?:(?:bearer|token|basic)\s{1,5})?[^"'\\\s,}]+/gi,
    `$1${REDACTED}`,
  ],
  [
    /\b((?:client_?secret|webhook_?secret|private_?key|password|access_?token|refresh_?token|x-hub-signature(?:-256)?)\\*["']?\s{0,5}[:=]\s{0,5}\\*["']?)[^"'\\\s,}&]+/gi,
    `$1${REDACTED}`,
  ],
];

/** Takes secrets out of a text: tokens, keys and passwords by their form, the given ones wherever they stand. */
export function makeRedact(secrets: readonly string[] = []): (text: string) => string {
  // As they stand, and as they stand inside a JSON string.
  const known = [
    ...new Set(secrets.filter(Boolean).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])),
  ];
  return (text) => {
    let clean = text;
    for (const secret of known) clean = clean.replaceAll(secret, REDACTED);
    for (const [form, replacement] of FORMS) clean = clean.replace(form, replacement);
    return clean;
  };
}

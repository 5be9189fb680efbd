/** What the server answers itself, each with all that stands below it. */
export const OWN_PATHS = ['/healthz', '/readyz', '/metrics', '/agreements', '/sign-in', '/me'] as const;

/** Why a path cannot be the webhook's, as the end of a sentence that says which path it is; null where it can. */
export function webhookPathProblem(path: string): string | null {
  if (!/^\/[\w./~-]*$/.test(path)) return 'is not a path such as /api/github/webhooks';
  const parts = path.split('/').slice(1);
  const isPlain = parts.every((part, index) => !/^\.{0,2}$/.test(part) || (part === '' && index === parts.length - 1));
  if (!isPlain) return 'has a part that is empty or made of dots, which some proxies leave out';
  const own = OWN_PATHS.find((one) => path === one || path.startsWith(`${one}/`));
  return own === undefined ? null : `belongs to ${own}, an address of Portreeve’s own`;
}

/** Where GitHub sends people back to who sign in. */
export function callbackUrl(publicUrl: string): string {
  return `${publicUrl}/sign-in/callback`;
}

import { canonicalEmail } from '../identity.ts';

/** At least two labels, the last of which begins with a letter: no number of a machine, and nothing without a dot. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** A domain of e-mail addresses as it is kept and compared: lower case, ASCII; null where it is none. */
export function canonicalDomain(text: string): string | null {
  const name = text.trim();
  if (name.length > 200 || /[@\s]/.test(name)) return null;
  const domain = canonicalEmail(`x@${name}`).slice(2);
  return domain.length <= 253 && DOMAIN.test(domain) ? domain : null;
}

/** What stands behind the last `@` of an address, as it is compared: all of it, so no part of a name is another. */
export function domainOfEmail(email: string): string | null {
  const at = email.lastIndexOf('@');
  return at < 1 ? null : canonicalDomain(email.slice(at + 1));
}

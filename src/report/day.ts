import type { Language } from '../core/language.ts';

/** A moment as the day on which it falls (UTC), in words: `30 November 2026`. @param at ISO 8601 */
export function day(language: Language, at: string): string {
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at));
}

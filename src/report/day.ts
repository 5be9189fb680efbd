import type { Language } from '../core/language.ts';

/** Making one takes a hundred times as long as using it. */
const formats = new Map<Language, Intl.DateTimeFormat>();

/** A moment as the day on which it falls (UTC), in words: `30 November 2026`. @param at ISO 8601 */
export function day(language: Language, at: string): string {
  const locale = language === 'en' ? 'en-GB' : language;
  const format = formats.get(language) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  formats.set(language, format);
  return format.format(new Date(at));
}

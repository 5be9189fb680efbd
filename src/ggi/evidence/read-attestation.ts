/** What a comment attests. */
export interface AttestCommand {
  readonly key: string;
  /** YYYY-MM-DD. */
  readonly until: string;
  readonly link: string | null;
  readonly note: string;
}

/** Nobody can answer for something longer than this without looking again. */
const LONGEST_DAYS = 3 * 366;
const LONGEST_NOTE = 500;

const COMMAND =
  /^\/portreeve attest[ \t]+([a-z][a-z0-9-]{0,79})[ \t]+until[ \t]+(\d{4}-\d{2}-\d{2})[ \t]+(\S[^\n]*)$/gm;
const LINK = /https:\/\/[^\s<>)\]"]{3,500}/;

/**
 * Reads `/portreeve attest KEY until DATE TEXT`, where the first web address in the text is its link.
 * @param today YYYY-MM-DD (UTC)
 * @returns null where it is not whole, is said twice, or names a day that has passed or is too far away
 */
export function readAttestation(body: string, today: string): AttestCommand | null {
  const [found, ...others] = [...body.replaceAll('\r', '').matchAll(COMMAND)];
  const [, key, until, said] = found ?? [];
  if (key === undefined || until === undefined || said === undefined || others.length > 0) return null;
  const days = (Date.parse(until) - Date.parse(today)) / 86_400_000;
  if (!isDay(until) || days < 0 || days > LONGEST_DAYS) return null;
  const link = LINK.exec(said)?.[0] ?? null;
  const note = (link === null ? said : said.replace(link, '')).replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_NOTE);
  return { key, until, link, note: note === '' ? (link ?? '') : note };
}

/** Whether there is such a day in the calendar. */
function isDay(text: string): boolean {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

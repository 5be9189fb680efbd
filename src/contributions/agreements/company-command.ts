import { linesThatCount } from './sentence-in.ts';

/** What a company's manager says about somebody: by their login, which is looked up at that moment. */
export interface RosterCommand {
  readonly does: 'admit' | 'dismiss';
  readonly login: string;
  /** Why; null: not said. */
  readonly reason: string | null;
}

const COMMAND = /^\/portreeve (admit|dismiss) @?([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))(?:[ \t]+(\S.{0,499}))?$/;

/** The command that a comment gives on a line that counts; null where there is none, or more than one. */
export function rosterCommandIn(body: string): RosterCommand | null {
  const found = linesThatCount(body).flatMap((line): RosterCommand[] => {
    const [, does, login, reason] = COMMAND.exec(line) ?? [];
    if ((does !== 'admit' && does !== 'dismiss') || login === undefined) return [];
    return [{ does, login, reason: reason?.trim() ?? null }];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

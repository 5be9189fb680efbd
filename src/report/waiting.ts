import { day } from './day.ts';
import { markdownLink, mention } from './escape.ts';
import { fitting } from './fitting.ts';
import { officeName, type ReportFrame } from './frame.ts';

/** A contribution from outside that nobody has answered in time. */
export interface Waiting {
  /** `bus-stops#12`. */
  readonly name: string;
  readonly url: string;
  /** ISO 8601. */
  readonly openedAt: string;
  /** ISO 8601. */
  readonly promisedUntil: string;
}

export interface WaitingContent {
  /** The longest waiting first. */
  readonly waiting: readonly Waiting[];
  /** How many more there are, of which not everybody may know who reads this. */
  readonly restricted: number;
}

const LONGEST_LIST = 40_000;

/** The issue that tells the organisation which of its promises to answer were not kept. */
export function renderWaiting(
  frame: ReportFrame,
  { waiting, restricted }: WaitingContent,
): { readonly title: string; readonly body: string } {
  const { words } = frame;
  const count = waiting.length + restricted;
  const footer = `---\n${words.say('footer', { office: officeName(frame) })}`;
  const title = words.say('waiting.title');
  if (count === 0) return { title, body: [words.say('waiting.nobody'), footer].join('\n\n') };
  const lines = waiting.map(
    ({ name, url, openedAt, promisedUntil }) =>
      `- ${words.say('waiting.item', {
        contribution: markdownLink(name, url),
        opened: day(words.language, openedAt),
        until: day(words.language, promisedUntil),
      })}`,
  );
  const more = restricted === 0 ? [] : [`- ${words.say('waiting.restricted', { count: restricted })}`];
  const list = [...fitting(words, lines, LONGEST_LIST), ...more].join('\n');
  return { title, body: [words.say('waiting.intro', { count }), list, words.say('waiting.how'), footer].join('\n\n') };
}

/** Calls the one person whom the configuration names: the only text of ours that calls anybody. */
export function renderWaitingNote({ words }: ReportFrame, contact: string, count: number): string {
  return words.say('waiting.contact', { contact: mention(contact), count });
}

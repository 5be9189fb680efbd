import { createTwoFilesPatch } from 'diff';
import { type Agreement, titleIn } from '../contributions/agreements/agreement.ts';
import { shortRevision } from '../contributions/agreements/revision.ts';
import type { Language } from '../core/language.ts';
import { day } from './day.ts';
import { markdownBlock, markdownCode, markdownLink, markdownText } from './escape.ts';
import { fitting } from './fitting.ts';
import type { ReportFrame } from './frame.ts';
import type { Words } from './words.ts';

/** An agreement that somebody may sign now. */
export interface OfferedAgreement extends Pick<Agreement, 'id' | 'kind' | 'titles' | 'languages'> {
  /** Where its text can be read. */
  readonly url: string;
  /** Where it can be signed after signing in; null: there is no such page. */
  readonly page: string | null;
  /** It asks for more than the sentence: no comment signs it. */
  readonly asksFields: boolean;
  /** SHA-256 in hexadecimal. */
  readonly revision: string;
  /** By which a person signs it, letter by letter; by language, each of `languages` has one. */
  readonly sentences: { readonly [L in Language]?: string | undefined };
}

/** What has changed for people who had signed before. */
export interface ChangedAgreement {
  /** Logins. */
  readonly people: readonly string[];
  /** ISO 8601. */
  readonly signedAt: string;
  /** Until when their signatures count; null: they do not. */
  readonly until: string | null;
  /** The text that they signed and the one in force; null: it is not known any more which text they signed. */
  readonly texts: { readonly before: string; readonly after: string } | null;
}

/** What people are told who still have to sign. */
export interface AgreementsShown {
  /** Logins. */
  readonly asked: readonly string[];
  readonly offered: readonly OfferedAgreement[];
  readonly changed: readonly ChangedAgreement[];
  /** A sign-off of each commit will do instead. */
  readonly isEither: boolean;
  /** Why a comment that was meant to sign does not count; null: there is none such. */
  readonly problem: 'not-alone' | 'edited' | 'outdated' | 'asks-more' | 'overtaken' | 'not-signed' | null;
}

/** Two texts that differ in more lines than these are two texts, not one and its change. */
const MOST_CHANGES = 2_000;
const MOST_NAMED = 20;

/**
 * Who has to sign what, and how; what has changed since they did. Markdown, without a heading.
 * @param isIntroduced it was said already that people sign here
 */
export function agreementParts(
  { words, owner }: ReportFrame,
  shown: AgreementsShown,
  { longest, isIntroduced = false }: { readonly longest: number; readonly isIntroduced?: boolean },
): string[] {
  const { asked, offered, changed, isEither, problem } = shown;
  if (asked.length === 0) return [];
  const names = asked.slice(0, MOST_NAMED).map((login) => `**${markdownText(login)}**`);
  const people = asked.length > MOST_NAMED ? `${names.join(', ')} …` : names.join(', ');
  return [
    ...(isIntroduced ? [] : [words.say('agreement.why', { owner: markdownText(owner) })]),
    words.say('agreement.asked', { people }),
    ...(problem === null ? [] : [words.say(`agreement.problem.${problem}`)]),
    ...fitting(
      words,
      changed.map((one) => changePart(words, one)),
      longest,
    ),
    ...offered.map((one) => offerPart(words, one)),
    ...(isEither ? [words.say('agreement.either')] : []),
  ];
}

function offerPart(words: Words, offered: OfferedAgreement): string {
  const { kind, url, page, asksFields, revision, sentences, languages } = offered;
  const title = titleIn(offered, words.language);
  if (kind === 'corporate') return words.say('agreement.company', { link: markdownLink(title, page ?? url) });
  const link = markdownLink(title, url);
  if (asksFields) {
    return words.say('agreement.page-only', { link: page === null ? link : markdownLink(title, page) });
  }
  const instead = page === null ? [] : [words.say('agreement.page', { link: markdownLink(page, page) })];
  const how = words.say('agreement.sign', { link, revision: markdownCode(shortRevision(revision)) });
  const sentence = markdownBlock(sentences[words.language] ?? sentences[languages[0]] ?? '');
  return [how, sentence, ...instead].join('\n\n');
}

function changePart(words: Words, { people, signedAt, until, texts }: ChangedAgreement): string {
  const names = people.map((login) => `**${markdownText(login)}**`).join(', ');
  const sentences = [
    words.say('agreement.changed', { people: names, date: day(words.language, signedAt) }),
    ...(until === null ? [] : [words.say('agreement.until', { date: day(words.language, until) })]),
  ].join(' ');
  const change = texts === null ? null : changeBetween(texts.before, texts.after);
  if (change === null) return `${sentences} ${words.say('agreement.too-different')}`;
  return `${sentences}\n\n${markdownBlock(change, { language: 'diff', max: LONGEST_CHANGE })}`;
}

const LONGEST_CHANGE = 12_000;

/** What stands in one text and not in the other, line by line; null where that would show nothing. */
export function changeBetween(before: string, after: string): string | null {
  const patch = createTwoFilesPatch('', '', before, after, '', '', { context: 2, maxEditLength: MOST_CHANGES });
  if (patch === undefined) return null;
  const start = patch.indexOf('@@');
  return start === -1 ? null : patch.slice(start).trimEnd();
}

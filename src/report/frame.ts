import type { Policy } from '../core/policy.ts';
import { markdownCode, markdownLink, markdownText } from './escape.ts';
import type { Words } from './words.ts';

/** What all texts on GitHub are worded with. */
export interface ReportFrame {
  readonly words: Words;
  readonly policies: readonly Policy[];
  /** Login of the organisation. */
  readonly owner: string;
  /** Who may be asked, from the configuration. */
  readonly office: { readonly name: string | null; readonly url: string | null };
  /** Where exemptions are written down: `city/.github: .github/portreeve.yml`. */
  readonly configurationFile: string;
}

/** The office as a person would name it, with a link where one is known. Markdown. */
export function officeName({ words, office }: ReportFrame): string {
  if (office.name === null) return words.say('office.default');
  return office.url === null ? markdownText(office.name) : markdownLink(office.name, office.url);
}

/** How to ask for an exemption: the way out that every finding names. Markdown. */
export function exemptionHelp(frame: ReportFrame): string {
  const file = markdownCode(frame.configurationFile);
  if (frame.office.name === null) return frame.words.say('ask.exemption-owners', { file });
  return frame.words.say('ask.exemption', { office: officeName(frame), file });
}

/** Whom to ask. Markdown. */
export function whomToAsk(frame: ReportFrame): string {
  const { words, office } = frame;
  return office.name === null ? words.say('ask.owners') : words.say('ask.office', { office: officeName(frame) });
}

/** A policy's title in the frame's language. Our own text: Markdown as it stands. */
export function policyTitle({ words, policies }: ReportFrame, id: string): string {
  const policy = policies.find((candidate) => candidate.id === id);
  return policy === undefined ? markdownText(id) : words.policyText(id, 'title', policy.meta.title);
}

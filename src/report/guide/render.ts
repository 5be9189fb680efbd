import { html } from 'hono/html';
import { officeName, type ReportFrame } from '../frame.ts';
import { pageHtml, sectionHtml } from '../sections/html.ts';
import { paragraphMarkdown, sectionMarkdown } from '../sections/markdown.ts';
import { type GuideInput, guideHead, guideSections } from './sections.ts';

/** The guide as Markdown, for a handbook or a wiki. */
export function renderGuideMarkdown(frame: ReportFrame, input: GuideInput): string {
  const { words } = frame;
  const { title, intro } = guideHead(frame, input);
  const parts = [
    `# ${paragraphMarkdown(title)}`,
    paragraphMarkdown(intro),
    ...guideSections(frame, input).map((section) => sectionMarkdown(words, section)),
    `---\n${words.say('footer', { office: officeName(frame) })}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The guide as a page, for an intranet or for paper. */
export function renderGuideHtml(frame: ReportFrame, input: GuideInput): string {
  const { title, intro } = guideHead(frame, input);
  return pageHtml(frame, {
    title,
    subtitle: intro,
    content: guideSections(frame, input).map((section) => sectionHtml(frame.words, section)),
    footer: html`<p>Portreeve</p>`,
  });
}

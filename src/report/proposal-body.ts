import { markdownCode, markdownText, plainText } from './escape.ts';
import { officeName, type ReportFrame } from './frame.ts';

export interface ProposalContent {
  readonly paths: readonly string[];
  /** SPDX id of the licence, where one of the files is the licence. */
  readonly license: string | null;
}

/** The pull request that repairs: what it adds, from where, and that closing it means no. */
export function renderProposal(
  frame: ReportFrame,
  { paths, license }: ProposalContent,
): { readonly title: string; readonly body: string } {
  const { words, owner } = frame;
  const organization = markdownText(owner);
  const listed = paths.map((path) => markdownCode(path)).join(', ');
  const files = paths.map((path) => {
    const isLicense = license !== null && path === 'LICENSE';
    const place = markdownCode(path);
    return isLicense
      ? `- ${words.say('proposal.file.license', { path: place, license: markdownCode(license), owner: organization })}`
      : `- ${words.say('proposal.file.template', { path: place })}`;
  });
  const body = [
    words.say('proposal.intro', { owner: organization, paths: listed }),
    `**${words.say('proposal.files')}**\n\n${files.join('\n')}`,
    words.say('proposal.please'),
    ...(license === null ? [] : [words.say('proposal.license-warning')]),
    words.say('proposal.close'),
    `---\n${words.say('footer', { office: officeName(frame) })}`,
  ];
  return { title: words.say('proposal.title', { paths: plainText(paths.join(', ')) }), body: body.join('\n\n') };
}

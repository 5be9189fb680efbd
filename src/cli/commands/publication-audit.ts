import { basename } from 'node:path';
import { POLICIES } from '../../policies/index.ts';
import { renderPublicationPage } from '../../report/publication.ts';
import { auditClonePublication } from '../../tasks/audit-publication-clone.ts';
import { rulesFrame } from '../../tasks/gather-report.ts';
import { loadTexts } from '../../tasks/texts.ts';
import { readClone } from '../clone-options.ts';
import { readArguments, readAtMostOne, readLanguage } from '../command.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve publication-audit: what to look at before a repository becomes public

Usage: portreeve publication-audit [DIR] [OPTIONS]

DIR is a git clone; without it, the folder where you stand. Of its last commit and the history below it this says, as
Markdown: which licence it has, which files may hold secrets or data on people by their names, whose addresses stand in
the history and how large it is, what looks like work of others, and what is still asked of it; and what people have to
decide. It reads the clone and nothing else. On GitHub, comment “/portreeve publish” in an issue of the private repository.

Options:
  --config FILE    Judge by an organisation's configuration file.
  --repository OWNER/NAME
                   What it is called on GitHub; without it, like the folder.
  --language LANGUAGE
                   en (the default), de, es, fr, it, nl or pt.
  --help           Print this.
`;

const OPTIONS = {
  config: { type: 'string' },
  repository: { type: 'string' },
  language: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const subject = readAtMostOne(positionals, 'One clone at a time can be audited.') ?? '.';
  const language = readLanguage(values.language);
  const { folder, description, configuration } = await readClone(world, subject, values);
  const { settings, kind } = configuration;
  const request = { subject, folder, ref: null, fallback: null, policies: POLICIES, settings, kind, at: world.now() };
  const items = await auditClonePublication(request);
  const frame = rulesFrame(
    { policies: POLICIES, texts: await loadTexts() },
    { owner: description.owner, layers: [] },
    language,
  );
  world.out.write(renderPublicationPage(frame, values.repository ?? basename(folder), items));
  return 0;
}

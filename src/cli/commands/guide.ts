import { resolve } from 'node:path';
import { OperatorError } from '../../core/errors.ts';
import type { Language } from '../../core/language.ts';
import { POLICIES } from '../../policies/index.ts';
import { renderGuideHtml, renderGuideMarkdown } from '../../report/guide/render.ts';
import { type GatheredRules, rulesFrame } from '../../tasks/gather-report.ts';
import { loadTexts } from '../../tasks/texts.ts';
import { readArguments, readAtMostOne, readFormat, readLanguage } from '../command.ts';
import { chooseOrganization, withOperatorView } from '../operator.ts';
import { readLayer } from '../settings.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve guide: what the organisation's file asks, in words

Usage: portreeve guide [ORGANISATION] [OPTIONS]

Writes a page of the organisation's own rules: what is asked of repositories and contributions, why and how to meet it,
what differs for some, who is exempted and whom to ask. Nobody needs to read YAML to know it.
Without --config it tells what is in force in the app's database, and the organisation need not be named where only one
has the app.

Options:
  --format FORMAT      markdown (the default) or html.
  --language LANGUAGE  en, de, es, fr, it, nl or pt; the organisation’s own unless it is said.
  --config FILE        Tell what this file asks; ORGANISATION is what it is called then. No database is needed.
  --public             Leave out what stands in the organisation's private file.
  --help               Print this.
`;

const OPTIONS = {
  format: { type: 'string' },
  language: { type: 'string' },
  config: { type: 'string' },
  public: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const organization = readAtMostOne(positionals, 'One organisation at a time.');
  const format = readFormat(values.format, ['markdown', 'html']);
  const language = readLanguage(values.language);
  const write = ({ frame, layers }: GatheredRules): ExitCode => {
    const input = { layers, today: world.now().toISOString().slice(0, 10) };
    world.out.write(format === 'html' ? renderGuideHtml(frame, input) : renderGuideMarkdown(frame, input));
    return 0;
  };
  if (values.config !== undefined) {
    return write(await rulesOf(resolve(world.folder, values.config), values.config, organization, language));
  }
  const audience = values.public === true ? ('everybody' as const) : ('insiders' as const);
  return withOperatorView(world, async (view) => {
    const rules = await view.rules(await chooseOrganization(view, organization), { language, audience });
    if (rules === null) throw new OperatorError('usage', { problem: `No organisation ${organization} has the app.` });
    return write(rules);
  });
}

async function rulesOf(
  path: string,
  shown: string,
  owner: string | undefined,
  language: Language | null,
): Promise<GatheredRules> {
  if (owner === undefined) {
    throw new OperatorError('usage', {
      problem: 'Say what the organisation is called: guide ORGANISATION --config FILE.',
    });
  }
  const layers = [await readLayer(path, POLICIES)];
  const frame = rulesFrame({ policies: POLICIES, texts: await loadTexts() }, { owner, layers }, language);
  return { layers, frame: { ...frame, configurationFile: shown } };
}

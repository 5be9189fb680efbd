import { resolve } from 'node:path';
import { POLICIES } from '../../policies/index.ts';
import { renderPlanJson, renderPlanText } from '../../report/plan.ts';
import { planClone } from '../../tasks/plan-clone.ts';
import { readClone } from '../clone-options.ts';
import { readArguments, readAtMostOne, readFormat } from '../command.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve plan: what the app would do about a folder or a git clone: no token, no network

Usage: portreeve plan [DIR] [OPTIONS]

The plan is made for a public repository under mode: enforce, on which nothing of Portreeve's stands yet.

Options:
  --format FORMAT          text (the default) or json.
  --ref REF                Plan for a commit instead of the folder as it stands.
  --config FILE            Plan by an organisation's configuration file.
  --fallback DIR           A clone of the organisation's .github repository.
  --repository OWNER/NAME  What the repository is called on GitHub; without it, the folder's name.
  --help                   Print this.

Exit status: 0 the plan is printed, 2 it could not be made.
`;

const OPTIONS = {
  format: { type: 'string' },
  ref: { type: 'string' },
  config: { type: 'string' },
  fallback: { type: 'string' },
  repository: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const subject = readAtMostOne(positionals, 'One folder at a time can be planned for.') ?? '.';
  const format = readFormat(values.format, ['text', 'json']);
  const { folder, description, configuration } = await readClone(world, subject, values);
  const actions = await planClone({
    subject,
    folder,
    ref: values.ref ?? null,
    fallback: values.fallback === undefined ? null : resolve(world.folder, values.fallback),
    policies: POLICIES,
    description,
    configuration,
    at: world.now(),
  });
  world.out.write(format === 'json' ? renderPlanJson(actions) : renderPlanText(actions));
  return 0;
}

import { OperatorError } from '../../core/errors.ts';
import { POLICIES } from '../../policies/index.ts';
import { renderPolicyPage } from '../../report/policy-page.ts';
import { didYouMean, readArguments, readAtMostOne } from '../command.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve explain: print what a policy demands, why, and how to meet it

Usage: portreeve explain [POLICY]

Without a policy, the list of all of them.
`;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { positionals } = readArguments(args, { help: { type: 'boolean', short: 'h' } });
  const id = readAtMostOne(positionals, 'One policy at a time can be explained.');
  if (id === undefined) {
    world.out.write(list());
    return 0;
  }
  const policy = POLICIES.find((one) => one.id === id);
  if (policy === undefined) {
    const suggestion = didYouMean(
      id,
      POLICIES.map((one) => one.id),
    );
    throw new OperatorError('usage', { problem: `There is no policy ${id}.${suggestion}` });
  }
  world.out.write(renderPolicyPage(policy));
  return 0;
}

function list(): string {
  const width = Math.max(...POLICIES.map(({ id }) => id.length));
  return POLICIES.map(({ id, meta }) => `${id.padEnd(width)}  ${meta.severity.padEnd(7)}  ${meta.title}\n`).join('');
}

import { OperatorError } from '../../core/errors.ts';
import type { Verdict } from '../../core/verdict.ts';
import { terminalText } from '../../report/escape.ts';
import { readArguments, readAtMostOne, readFormat } from '../command.ts';
import { exitCodeOf } from '../exit-code.ts';
import { withOperatorView } from '../operator.ts';
import type { ExitCode, World } from '../world.ts';

export const help = `portreeve findings: what the app last found

Usage: portreeve findings [OWNER/NAME] [OPTIONS]

Shows the newest verdicts that fail or could not be found out, of all repositories or of one. Findings that not
everybody may see, and that stand nowhere on GitHub, are shown here too.

Options:
  --format FORMAT  text (the default) or json.
  --help           Print this.

It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
Exit status: 0 nothing fails at severity error, 1 something does, 2 it could not be found out.
`;

const OPTIONS = { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const subject = readAtMostOne(positionals, 'One repository at a time, or none for all.');
  const isJson = readFormat(values.format, ['text', 'json']) === 'json';
  return withOperatorView(world, async (view) => {
    const all = await view.findings();
    const chosen =
      subject === undefined ? [...all] : [...all].filter(([name]) => name.toLowerCase() === subject.toLowerCase());
    if (subject !== undefined && chosen.length === 0) {
      throw new OperatorError('usage', { problem: `Nothing is known of a repository ${subject}.` });
    }
    world.out.write(isJson ? renderJson(chosen) : renderText(chosen));
    if (!chosen.some(([, verdicts]) => verdicts.length > 0)) return 2;
    return exitCodeOf(
      chosen.flatMap(([, verdicts]) => verdicts),
      false,
    );
  });
}

function renderJson(chosen: readonly (readonly [string, readonly Verdict[]])[]): string {
  return `${JSON.stringify(
    chosen.map(([subject, verdicts]) => ({ subject, verdicts })),
    null,
    2,
  )}\n`;
}

function renderText(chosen: readonly (readonly [string, readonly Verdict[]])[]): string {
  if (!chosen.some(([, verdicts]) => verdicts.length > 0)) return 'Nothing was judged yet.\n';
  const lines = chosen.flatMap(([name, verdicts]) => {
    const open = verdicts.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown');
    return open.length === 0 ? [] : [terminalText(name), ...open.flatMap(describe), ''];
  });
  return lines.length === 0 ? 'Nothing fails.\n' : lines.join('\n');
}

function describe({ policy, outcome, severity, disclosure, reason, findings }: Verdict): string[] {
  const note = disclosure === 'restricted' ? ', restricted' : '';
  const sentences = findings.filter((finding) => finding.outcome === 'fail').map(({ message }) => message);
  return [
    `  ${outcome} ${policy} (${severity}${note})`,
    ...[...sentences, ...(reason === null ? [] : [reason])].map((text) => `    ${terminalText(text)}`),
  ];
}

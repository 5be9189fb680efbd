import { resolve } from 'node:path';
import type { Audit } from '../../core/audit.ts';
import { POLICIES } from '../../policies/index.ts';
import { auditClone } from '../../tasks/audit-clone.ts';
import { readVersion } from '../../tasks/version.ts';
import { readClone } from '../clone-options.ts';
import { readArguments, readAtMostOne, readFormat } from '../command.ts';
import { exitCodeOf } from '../exit-code.ts';
import type { ExitCode, Output, World } from '../world.ts';

const FORMATS = ['text', 'json', 'sarif', 'markdown'] as const;
type Format = (typeof FORMATS)[number];

export const help = `portreeve audit: judge a folder or a git clone: no token, no network

Usage: portreeve audit [DIR] [OPTIONS]

DIR is a folder, a git clone or a bare repository; without it, the folder where you stand.
It is judged as git would commit it: new files count, ignored and deleted ones do not.

Options:
  --format FORMAT  text (the default), json, sarif or markdown.
  --ref REF        Judge a commit (a branch, a tag, an id) instead of the folder as it stands.
  --config FILE    Judge by an organisation's configuration file.
  --fallback DIR   A clone of the organisation's .github repository, whose community files GitHub hands on.
  --repository OWNER/NAME
                   What it is called on GitHub, for groups and exemptions; without it, like the folder.
  --strict         Count what could not be found out (unknown) as a failure.
  --help           Print this.

Exit status: 0 nothing fails at severity error, 1 something does, 2 it could not be found out.
`;

const OPTIONS = {
  format: { type: 'string' },
  ref: { type: 'string' },
  config: { type: 'string' },
  fallback: { type: 'string' },
  repository: { type: 'string' },
  strict: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const subject = readAtMostOne(positionals, 'One folder at a time can be audited.') ?? '.';
  const format = readFormat(values.format, FORMATS);
  const { folder, configuration } = await readClone(world, subject, values);

  const { audit, failures } = await auditClone({
    subject,
    folder,
    ref: values.ref ?? null,
    fallback: values.fallback === undefined ? null : resolve(world.folder, values.fallback),
    policies: POLICIES,
    settings: configuration.settings,
    kind: configuration.kind,
    at: world.now(),
  });

  world.out.write(await render(audit, format, world.out));
  for (const { policy } of failures) world.err.write(`portreeve: the policy ${policy} failed; please report it.\n`);
  return failures.length > 0 ? 2 : exitCodeOf(audit.verdicts, values.strict === true);
}

/** Each format is loaded only when it is asked for. */
async function render(audit: Audit, format: Format, out: Output): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../../report/json.ts')).renderJson(audit);
    case 'sarif':
      return (await import('../../report/sarif.ts')).renderSarif(audit, POLICIES, await readVersion());
    case 'markdown':
      return (await import('../../report/markdown.ts')).renderMarkdown(audit, POLICIES);
    case 'text':
      return (await import('../../report/text.ts')).renderText(audit, POLICIES, out);
  }
}

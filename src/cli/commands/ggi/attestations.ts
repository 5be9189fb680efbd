import { OperatorError } from '../../../core/errors.ts';
import { endsSoon } from '../../../ggi/evidence/standing.ts';
import { type Attestation, newestAttestations } from '../../../ggi/progress.ts';
import { terminalText } from '../../../report/escape.ts';
import type { EvidenceReport } from '../../../report/evidence.ts';
import { jsonText } from '../../../report/json-text.ts';
import { readArguments, readFormat } from '../../command.ts';
import { withOperatorView } from '../../operator.ts';
import type { ExitCode, World } from '../../world.ts';

export const help = `portreeve ggi attestations: what people answer for, and until when

Usage: portreeve ggi attestations [OPTIONS]

Lists who answers for which point of good governance, those that end first at the top, with those that have ended. One
attests by a comment in the point's governance issue, with the right to write there:

  /portreeve attest POINT until YYYY-MM-DD WHAT AND WHERE IT STANDS

or in the configuration, under \`governance.evidence.attestations\`.

Options:
  --format FORMAT  text (the default) or json.
  --help           Print this.

It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
Exit status: 0 none has ended or ends soon, 1 one has or does, 2 it could not be found out.
`;

const OPTIONS = { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

/** How an attestation stands. */
type Standing = 'holds' | 'ends soon' | 'has ended' | 'was followed by a newer one';

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (positionals.length > 0) throw new OperatorError('usage', { problem: 'It takes no argument, only options.' });
  const isJson = readFormat(values.format, ['text', 'json']) === 'json';
  return withOperatorView(world, async (view) => {
    const found = (await view.evidence(world.now())).flatMap(standings);
    world.out.write(isJson ? jsonText(found) : renderText(found));
    return found.some(({ standing }) => standing === 'ends soon' || standing === 'has ended') ? 1 : 0;
  });
}

interface Listed extends Attestation {
  readonly organization: string;
  readonly standing: Standing;
}

function standings({ organization, attestations, day }: EvidenceReport): Listed[] {
  const newest = newestAttestations(attestations);
  return attestations
    .map((one) => {
      const standing: Standing =
        newest.get(one.key) !== one
          ? 'was followed by a newer one'
          : one.until < day
            ? 'has ended'
            : endsSoon(one, day)
              ? 'ends soon'
              : 'holds';
      return { organization, ...one, standing };
    })
    .sort((a, b) => (a.until < b.until ? -1 : 1));
}

function renderText(found: readonly Listed[]): string {
  if (found.length === 0) return 'Nothing is attested.\n';
  return found
    .map(({ organization, key, by, until, note, link, standing }) => {
      const says = `${organization} ${key}: by ${by} until ${until} (${standing}): ${note}${link === null ? '' : ` ${link}`}`;
      return `${terminalText(says)}\n`;
    })
    .join('');
}

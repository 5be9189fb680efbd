import { OperatorError } from '../../../core/errors.ts';
import { ACTIVITIES } from '../../../ggi/activities.ts';
import { activityOfPoint, findActivity } from '../../../ggi/handbook.ts';
import type { EvidenceReport } from '../../../report/evidence.ts';
import { renderEvidenceCsv } from '../../../report/evidence-csv.ts';
import { renderEvidenceJson } from '../../../report/evidence-json.ts';
import { renderEvidenceMarkdown } from '../../../report/evidence-markdown.ts';
import { renderEvidenceText } from '../../../report/evidence-text.ts';
import { didYouMean, readArguments, readAtMostOne, readFormat } from '../../command.ts';
import { withOperatorView } from '../../operator.ts';
import type { ExitCode, World } from '../../world.ts';

export const help = `portreeve ggi evidence: what speaks for the points of good governance

Usage: portreeve ggi evidence [GGI-A-nn | POINT] [OPTIONS]

Prints each point of all activities, of one, or one point alone: whether it is supported, contradicted, without evidence
or attested; the figure, its date, how it was computed, and the list behind it, from which anybody can compute it again.
Private repositories and settings are named: it is for the operator's eyes.

Options:
  --format FORMAT        text (the default), json, markdown or csv.
  --organization LOGIN   Only of this organisation.
  --help                 Print this.

It prints what was measured last, at night or after a sweep, where the configuration has \`governance.evidence\`.
It works beside the running app and finds its database as the app does: by DATABASE_URL, or by PORTREEVE_DATA.
Exit status: 0 nothing is contradicted, 1 something is, 2 nothing was measured yet.
`;

const OPTIONS = {
  format: { type: 'string' },
  organization: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const subject = readAtMostOne(positionals, 'One activity or point at a time, or none for all.');
  const format = readFormat(values.format, ['text', 'json', 'markdown', 'csv']);
  const isWanted = readSubject(subject);
  return withOperatorView(world, async (view) => {
    const all = await view.evidence(world.now());
    const { organization } = values;
    const chosen = all
      .filter((one) => organization === undefined || one.organization.toLowerCase() === organization.toLowerCase())
      .map((one) => ({ ...one, points: one.points.filter(isWanted) }));
    if (organization !== undefined && chosen.length === 0) {
      throw new OperatorError('usage', { problem: `Nothing is known of an organisation ${organization}.` });
    }
    world.out.write(render(chosen, format));
    const points = chosen.flatMap((one) => one.points);
    if (!points.some(({ measurement, attestation }) => measurement !== null || attestation !== null)) return 2;
    return points.some(({ state }) => state === 'contradicted') ? 1 : 0;
  });
}

function readSubject(subject: string | undefined): (point: EvidenceReport['points'][number]) => boolean {
  if (subject === undefined) return () => true;
  const id = findActivity(subject.toUpperCase())?.id;
  if (id !== undefined) return ({ activity }) => activity === id;
  if (activityOfPoint(subject) !== undefined) return ({ key }) => key === subject;
  const known = ACTIVITIES.flatMap((activity) => [activity.id, ...activity.points.map(({ key }) => key)]);
  throw new OperatorError('usage', {
    problem: `There is no activity and no point ${subject}.${didYouMean(subject, known)}`,
  });
}

function render(reports: readonly EvidenceReport[], format: 'text' | 'json' | 'markdown' | 'csv'): string {
  switch (format) {
    case 'json':
      return renderEvidenceJson(reports);
    case 'csv':
      return renderEvidenceCsv(reports);
    case 'markdown':
      return reports.map(renderEvidenceMarkdown).join('\n');
    case 'text':
      return reports.length === 0 ? 'No organisation is known yet.\n' : reports.map(renderEvidenceText).join('\n');
  }
}

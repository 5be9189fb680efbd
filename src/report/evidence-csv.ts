import { csv } from './csv.ts';
import type { EvidenceReport } from './evidence.ts';

const COLUMNS = [
  ...['organization', 'activity', 'point', 'state', 'fold', 'value', 'threshold', 'measured_on', 'since', 'finding'],
  ...['attested_by', 'attested_until', 'about', 'counts', 'date', 'amount', 'says', 'url'],
] as const;

/** For spreadsheets: a line for each record behind a figure, and one for each point without any. */
export function renderEvidenceCsv(reports: readonly EvidenceReport[]): string {
  const rows = reports.flatMap(({ organization, points }) =>
    points.flatMap(({ activity, key, state, measurement, attestation }) => {
      const figure = measurement?.figure ?? null;
      const point = [
        ...[organization, activity, key, state, figure?.fold ?? null, figure?.value ?? null],
        ...[measurement?.threshold ?? null, measurement?.day ?? null, measurement?.since ?? null],
        ...[measurement?.says ?? null, attestation?.by ?? null, attestation?.until ?? null],
      ];
      const records = measurement?.records ?? [];
      if (records.length === 0) return [[...point, null, null, null, null, null, null]];
      return records.map(({ about, counts, date, amount, says, url }) => [
        ...point,
        ...[about, counts, date, amount, says, url],
      ]);
    }),
  );
  return csv([COLUMNS, ...rows]);
}

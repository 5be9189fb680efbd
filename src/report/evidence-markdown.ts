import type { PointStanding } from '../ggi/evidence/standing.ts';
import { markdownCode, markdownText } from './escape.ts';
import { attestationText, byActivity, type EvidenceReport, figureLines, sentenceOf, stateText } from './evidence.ts';

/** For people to keep: a section for each activity, and a table for each list. */
export function renderEvidenceMarkdown({ organization, points, texts, day }: EvidenceReport): string {
  const parts = [...byActivity(points)].map(([id, those]) => {
    const title = texts.activities[id]?.title ?? '';
    return [`## ${id} ${markdownText(title)}`.trimEnd(), ...those.map((one) => section(one, day))].join('\n\n');
  });
  return [`# Evidence of good governance: ${markdownText(organization)}`, ...parts].join('\n\n').concat('\n');
}

function section(point: PointStanding, day: string): string {
  const { key, measurement } = point;
  const attestation = attestationText(point, day);
  const lines = [
    `**${stateText(point)}**: ${markdownText(sentenceOf(point), { max: 1_000 })}`,
    ...figureLines(point).map((line) => `- ${line}`),
    ...(attestation === null ? [] : [`- ${markdownText(attestation, { max: 1_000 })}`]),
  ];
  const records = measurement?.records ?? [];
  const rows = records.map(
    ({ about, counts, date, amount, says }) =>
      `| ${markdownCode(about)} | ${counts ? 'yes' : 'no'} | ${date ?? ''} | ${amount ?? ''} | ${markdownText(says)} |`,
  );
  const table =
    rows.length === 0
      ? []
      : ['', '| about | counts | date | amount | found |', '| --- | --- | --- | ---: | --- |', ...rows];
  const [first = '', ...rest] = lines;
  return [`### ${key}`, '', first, ...(rest.length === 0 ? [] : ['', ...rest]), ...table].join('\n');
}

import type { PointStanding } from '../ggi/evidence/standing.ts';
import { terminalText } from './escape.ts';
import { attestationText, byActivity, type EvidenceReport, figureLines, sentenceOf, stateText } from './evidence.ts';

/** For a terminal: each point with its figure, how it came about, and the list behind it. */
export function renderEvidenceText(report: EvidenceReport): string {
  const { organization, points, texts, day } = report;
  const parts = [...byActivity(points)].map(([id, those]) =>
    [`${id} ${texts.activities[id]?.title ?? ''}`.trimEnd(), ...those.flatMap((one) => linesOf(one, day))].join('\n'),
  );
  return `${terminalText(organization)}\n\n${parts.join('\n\n')}\n`;
}

function linesOf(point: PointStanding, day: string): string[] {
  const { key, measurement } = point;
  const attestation = attestationText(point, day);
  const lines = [
    sentenceOf(point),
    ...figureLines(point),
    ...(attestation === null ? [] : [attestation]),
    ...(measurement?.records ?? []).map(({ counts, about, says, date, amount }) => {
      const more = [date, amount].filter((one) => one !== null).join(', ');
      return `${counts ? '+' : '-'} ${about}: ${says}${more === '' ? '' : ` [${more}]`}`;
    }),
  ];
  return [`  ${key}: ${stateText(point)}`, ...lines.map((line) => `    ${terminalText(line, { max: 1_000 })}`)];
}

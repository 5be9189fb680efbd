import { isAge } from '../ggi/evidence/figure.ts';
import { EVIDENCE } from '../ggi/evidence/index.ts';
import { activityOfPoint } from '../ggi/handbook.ts';

/** All points of which a machine can find something: how, from when it speaks for the point, and what it leaves open. Markdown. */
export function renderEvidenceTable(): string {
  const rows = EVIDENCE.map(({ key, figure, computed, leavesOpen, isPartial, isRestricted, thresholdFor, options }) => {
    const threshold = thresholdFor(options.parse({}));
    const unit = figure === 'share' || figure === 'growth' ? ' %' : isAge(figure) ? ' days' : '';
    const from = `${isAge(figure) ? 'at most' : 'at least'} ${threshold}${unit}${isPartial ? ', in part' : ''}`;
    const who = isRestricted ? ' *Restricted.*' : '';
    const activity = activityOfPoint(key)?.id ?? '';
    return `| ${activity} \`${key}\` | ${computed}${who} | ${from} | ${leavesOpen ?? ''} |`;
  });
  return [
    '| point | how it is measured | speaks for it | what it leaves open |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

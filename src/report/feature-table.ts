import { FEATURES } from '../core/features.ts';

/** What each feature needs on GitHub, as a table of the manual. */
export function renderFeatureTable(): string {
  const rows = FEATURES.map(({ title, permissions, events, without }) => {
    const needs = Object.entries(permissions).map(([name, access]) => `\`${name}: ${access}\``);
    const hears = events.map((event) => `\`${event}\``);
    return `| ${title} | ${needs.join(', ')} | ${hears.join(', ')} | ${without} |`;
  });
  return ['| feature | permissions | events | without |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

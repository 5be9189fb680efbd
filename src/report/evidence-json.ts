import type { EvidenceReport } from './evidence.ts';
import { jsonText } from './json-text.ts';

/** For programs: all of it, with the list behind each figure and how it is computed from it. */
export function renderEvidenceJson(reports: readonly EvidenceReport[]): string {
  const documents = reports.map(({ organization, points, texts, day }) => ({
    organization,
    day,
    points: points.map(({ activity, key, state, measurement, attestation }) => ({
      activity,
      key,
      question: texts.points[key]?.question ?? null,
      state,
      isPartial: measurement?.isPartial ?? false,
      isRestricted: measurement?.isRestricted ?? false,
      says: measurement?.says ?? null,
      figure: measurement?.figure ?? null,
      threshold: measurement?.threshold ?? null,
      computed: measurement?.computed ?? null,
      leavesOpen: measurement?.leavesOpen ?? null,
      measuredOn: measurement?.day ?? null,
      since: measurement?.since ?? null,
      records: measurement?.records ?? [],
      attestation,
    })),
  }));
  return jsonText(documents);
}

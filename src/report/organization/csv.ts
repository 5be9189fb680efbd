import { outcomeAt } from '../../insights/outcome-history.ts';
import type { OrganizationReport } from '../../insights/report/organization-report.ts';

const COLUMNS = ['repository', 'visibility', 'policy', 'severity', 'outcome', 'outcome before', 'owners'] as const;

/**
 * The matrix behind the figures as a table: a row for each repository and policy, now and before (RFC 4180). What a
 * spreadsheet would take for a formula is quoted as text.
 */
export function renderReportCsv({ records }: OrganizationReport): string {
  const repositories = new Map(records.repositories.map((repository) => [repository.repositoryId, repository]));
  const rows = records.histories.flatMap((history) => {
    const now = outcomeAt(history, records.places.now);
    const repository = repositories.get(history.repositoryId);
    if (repository === undefined || now === null) return [];
    const before = outcomeAt(history, records.places.before) ?? '';
    const { policy, severity } = history;
    return [[repository.repository, repository.visibility, policy, severity, now, before, repository.owners.join(' ')]];
  });
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** @see https://owasp.org/www-community/attacks/CSV_Injection */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

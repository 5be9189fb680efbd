import type { OrganizationReport } from '../../insights/report/organization-report.ts';
import { jsonText } from '../json-text.ts';

/** Changes with the shape: who reads the JSON can tell which one it is. */
export const REPORT_VERSION = 1;

/** All figures, and the records from which each can be counted again. */
export function renderReportJson(report: OrganizationReport): string {
  return jsonText({ version: REPORT_VERSION, ...report });
}

import type { OrganizationReport } from '../../insights/report/organization-report.ts';
import { jsonText } from '../json-text.ts';
import { REPORT_VERSION } from './schema.ts';

/** All figures, and the records from which each can be counted again. */
export function renderReportJson(report: OrganizationReport): string {
  return jsonText({ version: REPORT_VERSION, ...report });
}

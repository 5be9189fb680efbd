import { expect, test } from '@jest/globals';
import { LANGUAGES } from '../../src/core/language.ts';
import {
  type EvidenceCommentContent,
  type ReportList,
  renderEvidenceComment,
} from '../../src/report/evidence-comment.ts';
import { aFrame, placeholdersIn } from './a-frame.ts';

const REPORTS = {
  name: 'Open source report',
  url: 'https://github.example/city/office/issues?q=is%3Aissue+in%3Atitle+%22Open+source+report%22',
};

function content(reports: ReportList | null): EvidenceCommentContent {
  const attestation = {
    key: 'a',
    by: 'ada',
    at: '2026-01-01',
    until: '2027-06-30',
    link: null,
    note: 'Seen.',
  };
  return {
    activity: 'GGI-A-17',
    points: [
      {
        question: 'Is there a list?',
        standing: {
          activity: 'GGI-A-17',
          key: 'a',
          state: 'attested',
          measurement: null,
          attestation,
          ended: null,
        },
        isTicked: false,
      },
    ],
    reports,
    isPublic: false,
    day: '2026-11-25',
  };
}

test.each(LANGUAGES)('it leads to the reports where there are any (%s)', (language) => {
  const told = renderEvidenceComment(aFrame(language), content(REPORTS)) ?? '';
  expect(told).toContain(`[${REPORTS.name}](${REPORTS.url})`);
  expect(placeholdersIn(told)).toEqual([]);
});

test('and says nothing of them where the organisation wants none', () => {
  expect(renderEvidenceComment(aFrame(), content(null))).not.toContain('as a whole');
});

import type {
  AgreementRecord,
  RevisionRecord,
  SignatureRecord,
} from '../../../src/contributions/agreements/coverage.ts';
import {
  type AgreementDemand,
  type AgreementSubject,
  judgeAgreements,
} from '../../../src/contributions/agreements/judge-agreements.ts';
import type { Commit } from '../../../src/contributions/commit.ts';
import { ADA, aPullRequest } from '../a-commit.ts';

export const NOW = new Date('2026-11-25T12:00:00Z');

/** Revisions as `a`, `b`: their hash is that letter, 64 times. */
export function revision(letter: string, parts: Partial<RevisionRecord> = {}): RevisionRecord {
  return { revision: letter.repeat(64), since: '2026-01-01T00:00:00.000Z', compatible: [], graceDays: 0, ...parts };
}

export function anAgreement(parts: Partial<AgreementRecord> = {}): AgreementRecord {
  return { id: 'city-cla', kind: 'individual', revisions: [revision('a')], ...parts };
}

/** Ada signed `a` in March. */
export function aSignature(parts: Partial<SignatureRecord> = {}): SignatureRecord {
  return {
    accountId: ADA.id,
    agreementId: 'city-cla',
    revision: 'a'.repeat(64),
    signedAt: '2026-03-01T10:00:00.000Z',
    end: null,
    company: null,
    isUnproved: false,
    ...parts,
  };
}

export interface AgreementCase extends Partial<Omit<AgreementSubject, 'commits' | 'size'>> {
  readonly size?: Partial<AgreementSubject['size']>;
  readonly demand?: Partial<AgreementDemand>;
  readonly signatures?: readonly SignatureRecord[];
  readonly now?: Date;
}

export const DEMAND: AgreementDemand = {
  agreements: [anAgreement()],
  notFound: [],
  coAuthors: 'warn',
  skipsMerges: true,
  exemptAccounts: new Set(),
  minimum: { lines: null, files: null },
};

export const SIZE: AgreementSubject['size'] = { lines: 100, files: 3, areLinesCounted: true };

/** The verdict, `outcome code` of each finding, and who is asked to sign, by their logins. */
export function judge(commits: Commit | readonly Commit[], options: AgreementCase = {}) {
  const { demand = {}, signatures = [aSignature()], now = NOW, size = {}, ...subject } = options;
  const list = Array.isArray(commits) ? (commits as readonly Commit[]) : [commits as Commit];
  const report = judgeAgreements(
    { pullRequest: aPullRequest(), size: { ...SIZE, ...size }, ...subject, commits: list },
    { ...DEMAND, ...demand },
    signatures,
    now,
  );
  return {
    ...report,
    codes: report.findings.map(({ outcome, code }) => `${outcome} ${code}`),
    asked: report.asked.map(({ account }) => account.login),
  };
}

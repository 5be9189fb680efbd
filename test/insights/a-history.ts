import type { OutcomeHistory } from '../../src/insights/outcome-history.ts';
import type { RepositoryRecord } from '../../src/insights/repository-record.ts';

export function aHistory(change: Partial<OutcomeHistory> = {}): OutcomeHistory {
  return { repositoryId: 1, policy: 'readme', severity: 'warning', disclosure: 'public', outcomes: 'p', ...change };
}

export function aRepository(change: Partial<RepositoryRecord> = {}): RepositoryRecord {
  return {
    repositoryId: 1,
    owner: 'city',
    name: 'bus-stops',
    visibility: 'public',
    isArchived: false,
    isFork: false,
    licenses: [],
    publiccode: null,
    codeOwners: null,
    ...change,
  };
}

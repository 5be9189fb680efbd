import type { LabelChange } from '../contributions/onboarding.ts';
import type { ChangeLabels, RepositoryTarget } from './action.ts';
import { fingerprint } from './fingerprint.ts';

/** Changes the labels of a pull request where they are not as they are to be. */
export function planLabels(repository: RepositoryTarget, number: number, { add, remove }: LabelChange): ChangeLabels[] {
  if (add.length + remove.length === 0) return [];
  const key = `labels:${repository.repositoryId}:${number}`;
  return [
    {
      kind: 'change-labels',
      repository,
      key,
      fingerprint: fingerprint({ add, remove }),
      details: {},
      number,
      add,
      remove,
    },
  ];
}

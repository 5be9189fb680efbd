import type { FaultCase, Struck } from './fault.ts';

export const POISON: readonly FaultCase[] = [
  {
    id: 'F29',
    title: 'A task that can never be done',
    compares: 'whole',
    async during({ stage, begin, rounds }): Promise<Struck> {
      const { jobs, store, region } = stage;
      let times = 0;
      await begin();
      const { act } = region;
      region.act = () => {
        act();
        times += 1;
      };
      await rounds(async (round) => {
        const installationId = region.installations[round % region.installations.length]?.id ?? 0;
        const data = { installationId, nonsense: round };
        const poison = { queue: 'repository' as const, key: `poison:${round}`, data };
        await store.asOperator((db) => jobs.enqueue(db, [poison]));
      });
      region.act = act;
      const dead = await jobs.deadLetters();
      const broken: string[] = [];
      if (dead.length !== times) broken.push(`${times} poisoned tasks, ${dead.length} dead letters`);
      if (dead.some(({ attempts }) => attempts !== 6)) broken.push('a poisoned task was not tried five times more');
      for (const { id } of dead) await jobs.deleteDeadLetter(id);
      return { times, broken };
    },
  },
];

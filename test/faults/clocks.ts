import type { FaultCase } from './fault.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The app's clock is so far from GitHub's, one after the other. */
const SKEWS = [DAY, -DAY, 5 * MINUTE, -5 * MINUTE];

export const CLOCKS: readonly FaultCase[] = [
  {
    id: 'F26',
    title: 'The clock is wrong by five minutes and by a day, both ways',
    compares: 'whole',
    async during({ stage, begin, rounds, usualRequests }) {
      let times = 0;
      const skew = (by: number) => {
        stage.skew = by;
        times += 1;
      };
      skew(5 * MINUTE);
      await begin();
      await rounds((round) => skew(SKEWS[round % SKEWS.length] ?? 0));
      stage.skew = 0;
      const { length } = stage.github.requests;
      const broken = length > 2 * usualRequests ? [`a storm: ${length} requests for ${usualRequests}`] : [];
      return { times, broken };
    },
  },
];

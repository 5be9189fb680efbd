import type { FaultCase } from './fault.ts';

// What goes wrong between GitHub's webhooks and Portreeve.

const REDELIVER = 'POST /app/hook/deliveries/{delivery_id}/attempts';

export const DELIVERIES: readonly FaultCase[] = [
  {
    id: 'F20',
    title: 'Every delivery comes five times, shuffled over ten minutes',
    compares: 'whole',
    async during({ stage, begin, rounds }) {
      const { github, region } = stage;
      const act = region.act;
      Object.assign(github.webhooks.faults, { duplicate: 5, reorder: true });
      // What a round's people do is held back, and arrives in another order.
      region.act = () => {
        github.webhooks.faults.hold = true;
        act();
        github.webhooks.release();
      };
      await begin();
      await rounds();
      const copies = github.webhooks.log.filter(({ redelivery }) => redelivery).length;
      Object.assign(github.webhooks.faults, { duplicate: 1, reorder: false });
      region.act = act;
      return { times: copies };
    },
  },
  {
    id: 'F21',
    title: 'One delivery in twenty never comes, and GitHub refuses to send it again',
    compares: 'present',
    async during({ stage, begin, rounds, random }) {
      const { github } = stage;
      await begin();
      let times = 0;
      const refused = ['GET /app/hook/deliveries', REDELIVER].map((route) =>
        github.faults.add({ route, fault: { kind: 'status', status: 500 } }),
      );
      const { send } = github.webhooks;
      github.webhooks.send = (...delivery) => {
        // The first of all is lost, so that the fault strikes in a short run too.
        if (times > 0 && random() >= 1 / 20) return send.apply(github.webhooks, delivery);
        times += 1;
      };
      await rounds();
      github.webhooks.send = send;
      for (const rule of refused) rule.remove();
      return { times };
    },
  },
  {
    id: 'F22',
    title: 'GitHub is silent for two hours, and keeps no log of it',
    compares: 'present',
    async during({ stage, begin, rounds, count }) {
      const { github } = stage;
      await begin();
      const { send } = github.webhooks;
      let times = 0;
      const silence = () => {
        times += 1;
      };
      // Four rounds of half an hour, the last ones where there are fewer.
      const from = Math.max(0, Math.floor(count / 2) - 2);
      await rounds((round) => {
        const isSilent = round >= from && round < from + 4;
        github.webhooks.send = isSilent ? silence : send;
      });
      github.webhooks.send = send;
      return { times };
    },
  },
];

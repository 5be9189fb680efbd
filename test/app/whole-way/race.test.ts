import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { auditRequest, installationRequest } from '../../../src/tasks/requests.ts';
import type { Repository } from '../../github/index.ts';
import { type House, openHouse } from '../../support/house.ts';
import { patientWorker } from '../../support/patient-worker.ts';
import { BARE_FILES, configurationOf, issuesOf, portraitOf, proposalsOf } from '../../support/town.ts';

let house: House;
let bare: Repository;

beforeEach(async () => {
  house = await openHouse({ configuration: configurationOf('') });
});
afterEach(() => house.close());

describe('F27: a worker that was overtaken between two steps', () => {
  test.each(['collected', 'evaluated', 'planned', 'intended create-issue', 'intended open-proposal'])(
    'at %s writes nothing a second time, though GitHub’s lists do not show yet what the other wrote',
    async (step) => {
      const { github, organization, installation } = house;
      await patientWorker(house).run(installationRequest({ installationId: installation.id }));
      bare = github.createRepository({ owner: organization, name: 'bare', files: BARE_FILES });
      github.faults.add({
        route: 'GET /repos/{owner}/{repo}/issues',
        fault: { kind: 'staleRead', lag: 50_000 },
      });
      const audit = auditRequest({
        installationId: installation.id,
        repositoryId: bare.id,
        nodeId: bare.nodeId,
        trigger: 'push',
      });
      const fast = patientWorker(house);
      let isOvertaken = false;
      let afterFast: object = {};
      const checkpoint = async (name: string): Promise<void> => {
        if (isOvertaken || name !== step) return;
        isOvertaken = true;
        await fast.run(audit);
        afterFast = portraitOf(github, organization);
      };
      const slow = patientWorker(house, { checkpoint });

      await slow.run(audit);

      expect(isOvertaken).toBe(true);
      expect(issuesOf(bare)).toHaveLength(1);
      expect(proposalsOf(bare)).toHaveLength(1);
      expect(portraitOf(github, organization)).toEqual(afterFast);
    },
  );
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Repository } from '../github/index.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
let stops: Repository;

const CONFIGURATION = `
mode: enforce
defaultLicense: EUPL-1.2
contact:
  office: OSPO of the City
  officeEmail: ospo@city.example
  securityEmail: security@city.example
`;

beforeEach(async () => {
  house = await openHouse({ configuration: CONFIGURATION });
  stops = house.github.createRepository({
    owner: house.organization,
    name: 'bus-stops',
    files: { 'README.md': '# Bus stops\n' },
  });
  await house.refresh();
});

afterEach(() => house.close());

const issuesOf = (repository: Repository) => [...repository.issues.values()].filter(({ pull }) => pull === null);
const pullsOf = (repository: Repository) => [...repository.issues.values()].filter(({ pull }) => pull !== null);

describe('a repository without a licence', () => {
  test('gets one policy issue and one proposal, and nothing when it is audited again', async () => {
    await house.audit(stops);
    const writes = house.github.writes().length;
    await house.audit(stops);

    expect(issuesOf(stops).map(({ state, user }) => [state, user.login])).toEqual([['open', 'portreeve[bot]']]);
    expect(pullsOf(stops)).toHaveLength(1);
    expect(house.github.writes()).toHaveLength(writes);
  });

  test('the issue closes when the proposal is merged, and opens again when the licence is gone', async () => {
    await house.audit(stops);
    const [proposal] = pullsOf(stops);
    if (proposal?.pull == null) throw new Error('no proposal');
    house.github.mergePullRequest(proposal.pull);
    await house.audit(stops);
    const [issue] = issuesOf(stops);

    expect(issue?.state).toBe('closed');

    house.github.pushFiles(stops, { deletes: ['LICENSE'], message: 'Remove', author: house.owner });
    await house.audit(stops);

    expect(issue?.state).toBe('open');
    expect(issuesOf(stops)).toHaveLength(1);
  });
});

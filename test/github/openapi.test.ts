import { describe, expect, test } from '@jest/globals';
import { createContract, isDescribed } from './openapi.ts';
import { routes } from './rest/index.ts';

describe('the extract of GitHub’s description', () => {
  const described = routes.filter(({ isElsewhere }) => isElsewhere !== true);

  test.each(described.map(({ method, template }) => `${method} ${template}`))('has %s', (route) => {
    expect(isDescribed(route)).toBe(true);
  });
});

describe('the contract', () => {
  test('notes and throws for an answer that does not fit', () => {
    const contract = createContract();

    expect(() => contract.checkAnswer('GET /repos/{owner}/{repo}', { status: 200, body: { id: 'seven' } })).toThrow(
      'does not fit',
    );
    expect(() => contract.checkAnswer('GET /repos/{owner}/{repo}', { status: 299, body: {} })).toThrow(
      'status 299 is not described',
    );
    expect(contract.violations).toHaveLength(2);
  });

  test('refuses a body that does not fit with 422 in GitHub’s words, and lets a good one pass', () => {
    const contract = createContract();
    const route = 'POST /repos/{owner}/{repo}/issues';

    expect(() => contract.checkRequest(route, {})).toThrow('"title" wasn\'t supplied.');
    expect(() => contract.checkRequest(route, { title: 'a', labels: 'bug' })).toThrow("For 'labels', must be array.");
    expect(() => contract.checkRequest(route, { title: 'a', labels: ['bug'] })).not.toThrow();
    expect(contract.violations).toEqual([]);
  });

  test('notes a webhook that does not fit or is not described', () => {
    const contract = createContract();
    contract.checkWebhook('issues', { action: 'opened' });
    contract.checkWebhook('issues', { action: 'danced' });

    expect(contract.violations).toEqual([
      expect.stringContaining('webhook issues-opened: '),
      'webhook issues-danced: not in the extract of the description',
    ]);
  });
});

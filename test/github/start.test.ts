import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { App, GitHub, Installation } from './index.ts';
import { startGitHub } from './index.ts';
import { quiet } from './support.ts';

let github: GitHub;
let app: App;
let installation: Installation;

beforeEach(async () => {
  github = await startGitHub({ seed: 7, now: '2026-01-05T09:00:00Z' });
  const ada = github.createUser('ada', { name: 'Ada', email: 'ada@example.org' });
  const town = github.createOrganization('town', { owners: [ada] });
  github.createRepository({
    owner: town,
    name: 'website',
    files: { 'README.md': '# Website\n', 'docs/a.md': 'a' },
    topics: ['web'],
  });
  github.createRepository({ owner: town, name: 'secret', visibility: 'private', files: { LICENSE: 'MIT' } });
  app = github.createApp({
    slug: 'portier',
    permissions: { contents: 'write', issues: 'write', administration: 'read' },
    events: ['push'],
  });
  installation = github.installApp({ app, account: town });
});

afterEach(() => github.close());

function client(): Octokit {
  return new Octokit({
    baseUrl: github.url,
    authStrategy: createAppAuth,
    auth: { appId: app.id, privateKey: app.privateKey, installationId: installation.id, log: quiet },
    log: quiet,
  });
}

const SNAPSHOT = `
query Snapshot($org:String!,$n:Int!,$after:String){ organization(login:$org){
 repositories(first:$n,after:$after,orderBy:{field:PUSHED_AT,direction:DESC}){
  pageInfo{hasNextPage endCursor} nodes{...Snap} } } rateLimit{cost remaining} }
fragment T on Tree{ entries{ name oid type mode size } }
fragment Snap on Repository{ id databaseId name visibility isArchived isFork isTemplate isEmpty isMirror
 createdAt pushedAt updatedAt description homepageUrl hasIssuesEnabled hasWikiEnabled hasDiscussionsEnabled
 hasVulnerabilityAlertsEnabled isSecurityPolicyEnabled webCommitSignoffRequired forkingAllowed
 mergeCommitAllowed squashMergeAllowed rebaseMergeAllowed autoMergeAllowed deleteBranchOnMerge
 licenseInfo{spdxId} codeOfConduct{key} primaryLanguage{name} parent{nameWithOwner}
 latestRelease{tagName publishedAt}
 defaultBranchRef{ name target{ oid ... on Commit{ committedDate tree{oid} } }
  branchProtectionRule{ requiredApprovingReviewCount requiresStatusChecks requiresCodeOwnerReviews
   requiresCommitSignatures isAdminEnforced allowsForcePushes allowsDeletions requiredStatusCheckContexts }
  rules(first:20){ nodes{ type repositoryRuleset{databaseId} } } }
 root:object(expression:"HEAD:"){oid ...T} gh:object(expression:"HEAD:.github"){oid ...T}
 docs:object(expression:"HEAD:docs"){oid ...T} wf:object(expression:"HEAD:.github/workflows"){oid ...T} }`;

describe('a started GitHub', () => {
  test('gives an unmodified client a token, although the clocks differ by months', async () => {
    const { data } = await client().rest.repos.get({ owner: 'town', repo: 'website' });

    expect(data).toMatchObject({ full_name: 'town/website', default_branch: 'main', topics: ['web'] });
  });

  test('answers the snapshot of an organisation in one query of one point', async () => {
    const answer: { organization: { repositories: { nodes: unknown[] } }; rateLimit: unknown } = await client().graphql(
      SNAPSHOT,
      { org: 'town', n: 50 },
    );

    expect(answer.rateLimit).toEqual({ cost: 1, remaining: 4999 });
    expect(answer.organization.repositories.nodes).toMatchObject([
      {
        name: 'secret',
        visibility: 'PRIVATE',
        root: { entries: [{ name: 'LICENSE', type: 'blob', mode: 33188, size: 3 }] },
        gh: null,
      },
      {
        name: 'website',
        docs: { entries: [{ name: 'a.md' }] },
        defaultBranchRef: { name: 'main', target: { committedDate: '2026-01-05T09:00:00Z' } },
      },
    ]);
  });
});

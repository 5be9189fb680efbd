/** A GitHub for the app that is measured, in a process of its own: an organisation with one repository. */
import process from 'node:process';
import { startGitHub } from '../../../test/github/index.ts';
import { APP_EVENTS, APP_PERMISSIONS } from '../../../test/support/app-manifest.ts';

const github = await startGitHub({ seed: 1, validate: false });
const owner = github.createUser('ada');
const organization = github.createOrganization('town', { owners: [owner] });
const repository = github.createRepository({
  owner: organization,
  name: 'website',
  files: { 'README.md': '# Website\n' },
});
const app = github.createApp({
  slug: 'portreeve',
  permissions: APP_PERMISSIONS,
  events: [...APP_EVENTS],
  webhookUrl: null,
});
const installation = github.installApp({ app, account: organization });

process.send?.({
  url: github.url,
  appId: app.id,
  privateKey: app.privateKey,
  subject: { installationId: installation.id, repositoryId: repository.id, nodeId: repository.nodeId },
});
process.on('disconnect', () => process.exit(0));

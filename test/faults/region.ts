import { revisionOf, shortRevision } from '../../src/contributions/agreements/revision.ts';
import type { Account, App, GitHub, Installation, PullRequest, Repository } from '../github/index.ts';
import { APP_EVENTS, APP_PERMISSIONS } from '../support/app-manifest.ts';
import { SCENE_POLICIES } from '../support/scene-policies.ts';
import { BARE_FILES, configurationOf, GOOD_FILES, issuesOf, proposalsOf } from '../support/town.ts';
import { draw, seeded } from './random.ts';

/**
 * What people do to a repository. Each role is a story of its own, and no story crosses another: then the state in which
 * GitHub ends is a matter of what people did, not of how fast Portreeve was.
 */
type Role = 'mended' | 'reviewed' | 'answered' | 'moved' | 'agreed' | 'busy' | 'configuration';

/** A repository, with the person who works on it and how far its story has come. */
export interface Subject {
  readonly role: Role;
  readonly repository: Repository;
  readonly person: Account;
  /** Tells stories of the same role apart. */
  readonly variant: number;
  turn: number;
}

/** Three organisations that installed the app, and their repositories. */
export interface Region {
  readonly github: GitHub;
  readonly app: App;
  readonly organizations: readonly Account[];
  readonly installations: readonly Installation[];
  readonly subjects: readonly Subject[];
  /** The three owners install the app. */
  install(): void;
  /** The next few acts of people, on different repositories. A fault may put itself in between. */
  act: () => void;
}

const ROLES: readonly Role[] = ['answered', 'reviewed', 'mended', 'moved', 'agreed', 'busy'];
const ORGANIZATIONS = ['town', 'county', 'coast'] as const;

/** The policies that the stories are about; what is added to the house later says nothing here. */
const JUDGED = ['license-file', 'license-approved', 'security-policy'];

export function configuration(license: string, more = ''): string {
  const others = SCENE_POLICIES.filter(({ id }) => !JUDGED.includes(id)).map(({ id }) => `  ${id}: off\n`);
  return configurationOf(`${AGREED}defaultLicense: ${license}\npolicies:\n${others.join('')}${more}`);
}

const AGREED = `  - name: agreed
    match: { names: ['agreed-*'] }
    contributions: { agreement: { agreements: [cla] }, onboarding: { pullRequests: false } }
`;
const AGREEMENT = '---\nid: cla\nkind: individual\ntitle: An agreement\n---\nYou grant us this.\n';
const SENTENCE = `I have read the agreement cla in its revision ${shortRevision(revisionOf(AGREEMENT))}, and I sign it.`;

export const CONFIGURATION_FILE = '.github/portreeve.yml';

/**
 * @param size repositories, without those that hold an organisation's configuration
 * @param actsARound how many repositories people work on between two looks
 */
export function createRegion(github: GitHub, seed: number, size: number, actsARound: number): Region {
  const random = seeded(seed);
  const app = github.createApp({
    slug: 'portreeve',
    permissions: APP_PERMISSIONS,
    events: [...APP_EVENTS],
    webhookUrl: null,
  });
  const people = ORGANIZATIONS.map((login) => github.createUser(`ada-of-${login}`, { email: `ada@${login}.example` }));
  const organizations = ORGANIZATIONS.map((login, index) => {
    const owner = people[index];
    return github.createOrganization(login, { owners: owner === undefined ? [] : [owner] });
  });
  const installations: Installation[] = [];
  const subjects: Subject[] = [];
  const add = (role: Role, place: number, name: string, files: Readonly<Record<string, string>>) => {
    const owner = organizations[place];
    // Who signs in one repository has signed in all of the organisation: so each of these has a guest of its own.
    const person = role === 'agreed' ? github.createUser(`guest-of-${name}`) : people[place];
    if (owner === undefined || person === undefined) throw new Error(`There is no organisation ${place}`);
    const repository = github.createRepository({ owner, name, files, labels: false });
    subjects.push({ role, repository, person, variant: Math.floor(random() * 1000), turn: 0 });
  };
  for (const place of ORGANIZATIONS.keys()) {
    const files = { [CONFIGURATION_FILE]: configuration('EUPL-1.2'), 'agreements/cla.md': AGREEMENT };
    add('configuration', place, '.github', files);
  }
  for (let index = 0; index < size; index += 1) {
    const role = ROLES[index % ROLES.length] ?? 'busy';
    const isBare = role === 'answered' || role === 'moved';
    add(role, index % ORGANIZATIONS.length, `${role}-${index}`, isBare ? BARE_FILES : GOOD_FILES);
  }
  return {
    github,
    app,
    organizations,
    installations,
    subjects,
    install() {
      for (const account of organizations) installations.push(github.installApp({ app, account }));
    },
    act() {
      for (const subject of chosen(random, subjects, actsARound)) {
        STORIES[subject.role](github, subject, subject.turn);
        subject.turn += 1;
      }
    },
  };
}

/** A new configuration concerns all repositories of an organisation, so nobody does anything else meanwhile. */
function chosen(random: () => number, subjects: readonly Subject[], count: number): Subject[] {
  const isConfigured = random() < 1 / 8;
  const able = subjects.filter(({ role }) => (role === 'configuration') === isConfigured);
  return draw(random, able, isConfigured ? 1 : count);
}

type Story = (github: GitHub, subject: Subject, turn: number) => void;

const STORIES: Readonly<Record<Role, Story>> = {
  mended,
  reviewed,
  answered,
  moved,
  agreed,
  busy,
  configuration: reconfigured,
};

/** The default branch breaks and is mended, again and again. */
function mended(github: GitHub, { repository, person: author }: Subject, turn: number): void {
  const path = turn % 4 < 2 ? 'LICENSE' : 'SECURITY.md';
  const message = `Change ${turn} of ${path}`;
  if (turn % 2 === 0) github.pushFiles(repository, { deletes: [path], message, author });
  else github.pushFiles(repository, { files: { [path]: GOOD_FILES[path] ?? '' }, message, author });
}

/** Pull requests come, change, and go. */
function reviewed(github: GitHub, { repository, person: author }: Subject, turn: number): void {
  const pulls = [...repository.issues.values()].flatMap(({ pull, state }) =>
    pull !== null && state === 'open' && pull.issue.app === null ? [pull] : [],
  );
  const pull: PullRequest | undefined = pulls.at(-1);
  const message = `Turn ${turn}`;
  const open = (title: string, change: { files?: Record<string, string>; deletes?: string[] }) =>
    void github.openPullRequest({ repository, author, title: `${title} (${turn})`, message, ...change });
  if (pull === undefined) {
    if (turn % 3 === 0) open('Remove the licence', { deletes: ['LICENSE'] });
    else open('Explain more', { files: { [`docs/page-${turn}.md`]: `Page ${turn}.\n` } });
    return;
  }
  const report = repository.checkRuns.find(({ suite }) => suite.headSha === pull.head.sha);
  switch (turn % 7) {
    case 1:
      github.comment(pull, '/portreeve recheck', author);
      return;
    case 2:
      github.pushToPullRequest(pull, { files: { LICENSE: GOOD_FILES.LICENSE ?? '' }, message, author });
      return;
    case 3:
      if (report !== undefined) github.rerequestCheckRun(report, author);
      return;
    case 4:
      github.pushToPullRequest(pull, { deletes: ['SECURITY.md'], message, author, force: true });
      return;
    case 5:
      github.closePullRequest(pull, author);
      return;
    default:
      open('Write more', { files: { [`docs/note-${turn}.md`]: `Note ${turn}.\n` } });
  }
}

/** People answer what Portreeve wrote: they merge, refuse, close, ask, and go on with their work. */
function answered(github: GitHub, { repository, person, variant }: Subject, turn: number): void {
  const [issue] = issuesOf(repository).filter(({ app }) => app !== null);
  const [proposal] = proposalsOf(repository);
  const isOpen = proposal?.issue.state === 'open';
  if (turn === 0 && issue !== undefined) github.comment(issue, '/portreeve recheck', person);
  else if (turn === 1 && variant % 5 === 0 && isOpen) github.mergePullRequest(proposal, { by: person });
  else if (turn === 1 && variant % 5 === 1 && isOpen) github.closePullRequest(proposal, person);
  else if (turn === 1 && variant % 5 === 2 && issue?.state === 'open') {
    github.closeIssue(issue, { stateReason: 'not_planned', by: person });
  } else if (turn === 1 && variant % 5 === 3 && isOpen) {
    github.pushToPullRequest(proposal, { files: { 'NOTES.md': 'Mine.\n' }, message: 'Add notes', author: person });
  } else if (turn === 1 && issue?.state === 'open') {
    github.closeIssue(issue, { stateReason: 'completed', by: person });
  } else if (turn === 4) {
    github.pushFiles(repository, { files: GOOD_FILES, message: 'Have all that is needed', author: person });
  } else if (turn % 2 === 0) {
    github.openIssue(repository, { title: `A question (${turn})`, author: person });
  } else {
    github.pushFiles(repository, { files: { 'README.md': `# ${turn}\n` }, message: `Turn ${turn}`, author: person });
  }
}

/** What happens to a repository as a whole. */
function moved(github: GitHub, { repository, person, variant }: Subject, turn: number): void {
  switch (turn % 8) {
    case 0:
      github.renameRepository(repository, `moved-${variant}-${turn}`, person);
      return;
    case 1:
      github.editRepository(repository, { description: `Description ${turn}` }, person);
      return;
    case 2:
      github.archive(repository, person);
      return;
    case 3:
      github.unarchive(repository, person);
      return;
    case 4:
      github.setVisibility(repository, 'private', person);
      return;
    case 5: {
      const branch = `trunk-${turn}`;
      github.pushFiles(repository, {
        branch,
        files: { 'trunk.txt': 'New.\n' },
        message: `Turn ${turn}`,
        author: person,
      });
      github.editRepository(repository, { defaultBranch: branch }, person);
      return;
    }
    case 6:
      github.setVisibility(repository, 'public', person);
      return;
    default:
      github.editRepository(repository, { topics: [`topic-${turn}`] }, person);
  }
}

/** A guest signs for what they send, takes it back, and signs again. */
function agreed(github: GitHub, { repository, person: author }: Subject, turn: number): void {
  const [pull] = [...repository.issues.values()].flatMap(({ pull }) => pull ?? []);
  const message = `Turn ${turn}`;
  if (pull === undefined) {
    const commits = [{ files: { 'one.txt': 'One.\n' }, message, author }];
    github.openPullRequest({ repository, author, fork: true, head: 'work', title: 'Something', commits });
    return;
  }
  switch (turn % 5) {
    case 2:
      github.comment(pull, '/portreeve withdraw cla Not any more', author);
      return;
    case 4:
      github.pushToPullRequest(pull, { files: { [`page-${turn}.md`]: `Page ${turn}.\n` }, message, author });
      return;
    case 0:
      github.comment(pull, '/portreeve recheck', author);
      return;
    default:
      github.comment(pull, SENTENCE, author);
  }
}

/** Work that is none of Portreeve's business. */
function busy(github: GitHub, { repository, person: author }: Subject, turn: number): void {
  const message = `Turn ${turn}`;
  const issue = issuesOf(repository).at(-1);
  switch (turn % 5) {
    case 0:
      github.openIssue(repository, { title: `A question (${turn})`, author });
      return;
    case 1:
      if (issue !== undefined) github.comment(issue, `An answer (${turn})`, author);
      return;
    case 2:
      github.pushFiles(repository, { files: { 'main.c': `// ${turn}\n` }, message, author });
      return;
    case 3:
      if (issue !== undefined) github.closeIssue(issue, { by: author });
      return;
    default:
      github.pushFiles(repository, { branch: `work-${turn}`, files: { 'work.c': `// ${turn}\n` }, message, author });
  }
}

/** An organisation changes its mind about the licence of what has none. */
function reconfigured(github: GitHub, { repository, person: author }: Subject, turn: number): void {
  const license = turn % 2 === 0 ? 'Apache-2.0' : 'EUPL-1.2';
  github.pushFiles(repository, {
    files: { [CONFIGURATION_FILE]: configuration(license) },
    message: `Turn ${turn}`,
    author,
  });
}

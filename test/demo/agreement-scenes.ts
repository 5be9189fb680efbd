import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { revisionOf } from '../../src/contributions/agreements/revision.ts';
import type { Account, GitHub, PullRequest } from '../github/index.ts';
import type { Operator } from './operator.ts';
import { AGREEMENT, type DemoOrganization } from './organization.ts';
import { checkRunsIn, type Exhibit, type Scene } from './scenes.ts';

const PATH = 'agreements/city-cla.md';

/** Contributor agreements: signed by a comment, changed, signed by a company, refused to a stranger, proved and erased. */
export function agreementScenes(
  github: GitHub,
  { people: { ada }, repositories }: DemoOrganization,
  operator: Operator,
): Scene[] {
  const [trees, files] = [repositories.get('tree-register'), repositories.get('.github')];
  if (trees === undefined || files === undefined) throw new Error('The demo lacks a repository');
  const ilse = github.createUser('ilse-de-vries', { name: 'Ilse de Vries', email: 'ilse@gauge.example' });
  const stranger = github.createUser('quick-fix', { name: 'Quick Fix' });
  const manager = github.createUser('ferry-office', { name: 'Ferry plc' });
  const worker = github.createUser('jo-of-ferry', { name: 'Jo', email: 'jo@ferry.example' });
  const pulls = new Map<string, PullRequest>();
  let agreement = AGREEMENT;

  const open = (name: string, author: Account, committed: Account, title: string): void => {
    const commits = [{ files: { [`src/${name}.ts`]: 'export {};\n' }, message: title, author: committed }];
    const options = { repository: trees, author, fork: true, head: name, title, commits };
    pulls.set(name, github.openPullRequest(options));
  };
  const say = (name: string, author: Account, body: string): void => {
    const pull = pulls.get(name);
    if (pull !== undefined) github.comment(pull, body, author);
  };
  /** The sentence that the check shows now. */
  const sentence = (name: string): string => {
    const head = pulls.get(name)?.head.sha;
    const run = trees.checkRuns.findLast(
      ({ suite, name: check }) => suite.headSha === head && check === 'Portreeve CLA',
    );
    return /^I have read the agreement .*$/m.exec(run?.output.summary ?? '')?.[0] ?? '';
  };
  const check = (name: string): Exhibit[] => {
    const pull = pulls.get(name);
    return pull === undefined
      ? []
      : [{ kind: 'check-run', repository: trees, headSha: pull.head.sha, name: 'Portreeve CLA' }];
  };
  const change = (message: string, edit: (text: string) => string): void => {
    agreement = edit(agreement);
    github.pushFiles(files, { files: { [PATH]: agreement }, message, author: ada });
  };
  /** What the commands of the scene printed. */
  let shown: Exhibit[] = [];
  const portreeve = async (...args: readonly string[]): Promise<void> => void shown.push(await operator.run(args));

  return [
    {
      title:
        'Ilse, from outside, sends a pull request to tree-register, where the city asks for a contributor agreement.',
      act: () => open('harbour', ilse, ilse, 'Count the trees at the harbour'),
      show: () => check('harbour'),
    },
    {
      title: 'Ilse signs: she writes the sentence that the check shows, as a comment of her own.',
      act: () => say('harbour', ilse, sentence('harbour')),
      show: () => check('harbour'),
    },
    {
      title: 'A stranger sends a commit with Ilse’s address. Her signature does not count for it.',
      act: () => open('shortcut', stranger, ilse, 'A shortcut'),
      show: () => check('shortcut'),
    },
    {
      title: 'Ada corrects a slip in the agreement, and names the old revision compatible: nobody has to sign again.',
      act: () => {
        const old = revisionOf(agreement);
        change('Correct a slip', (text) =>
          text.replace('grace: 0', `grace: 0\ncompatible: [${old}]`).replace('wich ever', 'whichever'),
        );
      },
      show: () => check('harbour'),
    },
    {
      title: 'Ada changes what people grant. Ilse is shown what has changed since she signed.',
      act: () =>
        change('Ask for patents, too', (text) =>
          text.replace(/^compatible:.*\n/m, '').replace('your copyright', 'your copyright and your patents'),
        ),
      show: () => check('harbour'),
    },
    {
      title: 'Jo works for Ferry plc. The company has signed on paper; its office names Jo by a comment.',
      act: async () => {
        shown = [];
        open('avenue', worker, worker, 'Count the trees of the avenue');
        await operator.settled();
        await portreeve(
          ...['company', 'approve', '--agreement', 'city-ccla', '--name', 'Ferry plc', '--manager', String(manager.id)],
          ...['--reason', 'Signed on paper', '--write'],
        );
        say('avenue', manager, '/portreeve admit jo-of-ferry');
      },
      show: () => [...shown, ...check('avenue')],
    },
    {
      title: 'The operator checks the ledger; in a copy, one letter is altered.',
      act: async () => {
        shown = [];
        await portreeve('ledger', 'verify');
        await portreeve('ledger', 'export', 'ledger.json');
        const path = join(operator.folder, 'ledger.json');
        await writeFile(path, (await readFile(path, 'utf8')).replace('city-cla', 'city-clb'));
        await portreeve('ledger', 'verify', 'ledger.json');
      },
      show: () => shown,
    },
    {
      title: 'Ilse asks to be forgotten. What she signed holds no longer, and the ledger is whole all the same.',
      act: async () => {
        shown = [];
        await portreeve('ledger', 'erase', '--account', String(ilse.id), '--reason', 'At her own wish', '--write');
        await portreeve('ledger', 'verify');
        say('harbour', ilse, '/portreeve recheck');
      },
      show: () => [...shown, ...check('harbour')],
    },
  ];
}

/** What each of these scenes must come to: the conclusion of a check, the exit status of a command. */
export const AGREEMENT_OUTCOMES: readonly (string | number)[] = [
  ...['failure', 'success', 'failure', 'success', 'failure'],
  ...[0, 'success', 0, 0, 1, 0, 0, 'failure'],
];

/** What a scene came to. */
export function outcomesOf({ show }: Scene): (string | number)[] {
  return show().flatMap((exhibit): (string | number)[] => {
    if (exhibit.kind === 'command') return [exhibit.code];
    return exhibit.kind === 'check-run' ? checkRunsIn(exhibit).map(({ conclusion }) => conclusion ?? 'none') : [];
  });
}

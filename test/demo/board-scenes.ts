import { ACTIVITIES } from '../../src/ggi/activities.ts';
import type { GitHub } from '../github/index.ts';
import type { Operator } from './operator.ts';
import { CONFIGURATION, type DemoOrganization } from './organization.ts';
import type { Exhibit, Scene } from './scenes.ts';
import { governanceIssues } from './scenes.ts';

const LONGEST_SECONDS = 300;
const PATH = '.github/portreeve.yml';
const CHOICE = `governance:
  ggi:
    board: true
    remindAfterDays: 14
    activities:
      GGI-A-21: { owner: ada-lindt, target: 2099-06-30 }
  evidence:
    legalContact: open@rivermouth.example
`;

/** An organisation chooses a board of good governance, and begins to use it. */
export function boardScenes(github: GitHub, { people, repositories }: DemoOrganization, operator: Operator): Scene[] {
  const { ada, bert } = people;
  const [town, office] = [repositories.get('.github'), repositories.get('open-source-office')];
  if (town === undefined || office === undefined) throw new Error('The demo has no place for a board');
  const find = (id: string) => governanceIssues(office).find(({ title }) => title.startsWith(`${id}:`));
  const show = (id: string) => () => {
    const issue = find(id);
    return issue === undefined ? [] : [{ kind: 'issue', issue } as const];
  };
  let status: Exhibit[] = [];
  /** GitHub lets an app write so much a minute: what has no room is put off by some seconds, more than once. */
  const untilFiled = async (): Promise<void> => {
    const deadline = Date.now() + LONGEST_SECONDS * 1000;
    for (;;) {
      await operator.settled();
      if (governanceIssues(office).length === ACTIVITIES.length) return;
      if (Date.now() > deadline) throw new Error('The board was not filed in time');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };
  return [
    {
      title:
        'Ada chooses a board of good governance, in the configuration: an issue for each of 25 activities is filed, as fast as GitHub lets an app write.',
      async act() {
        github.pushFiles(town, {
          files: { [PATH]: `${CONFIGURATION}${CHOICE}` },
          message: 'Choose a board',
          author: ada,
        });
        await untilFiled();
      },
      show: show('GGI-A-21'),
    },
    {
      title: 'Bert ticks in the browser what holds, and puts another label on.',
      act: () => {
        const issue = find('GGI-A-25');
        if (issue === undefined) return;
        const body = (issue.body ?? '').replace('- [ ]', '- [x]').replaceAll('\n', '\r\n');
        github.editIssue(
          issue,
          { body, labels: [...issue.labels.map(({ name }) => name), 'progress: in progress'] },
          bert,
        );
      },
      show: show('GGI-A-25'),
    },
    {
      title: 'Ada asks how far the city is.',
      act: async () => {
        status = [await operator.run(['ggi', 'status', 'rivermouth'])];
      },
      show: () => status,
    },
  ];
}

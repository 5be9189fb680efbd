import type { GitHub, Issue } from '../github/index.ts';
import type { Operator } from './operator.ts';
import { CONFIGURATION, type DemoOrganization, license } from './organization.ts';
import type { Exhibit, Scene } from './scenes.ts';
import { governanceIssues, ourIssues } from './scenes.ts';

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
const DAY_MS = 86_400_000;
/** Long enough for what is attested before it to end soon after it. */
const MONTH_DAYS = 31;
const ATTESTED_DAYS = 45;

/** What the story needs to let time go by. */
export interface BoardWorld {
  readonly operator: Operator;
  /** Moves GitHub's clock and Portreeve's. */
  readonly goOn: (milliseconds: number) => Promise<void>;
}

/** How long before today the demo has to begin, so that it ends today. */
export const STORY_MS = MONTH_DAYS * DAY_MS;

/** An organisation chooses a board of good governance, and uses it for a month. */
export function boardScenes(
  github: GitHub,
  { people, repositories }: DemoOrganization,
  { operator, goOn }: BoardWorld,
): Scene[] {
  const { ada, bert } = people;
  const [town, office, meter] = ['.github', 'open-source-office', 'parking-meter'].map((name) =>
    repositories.get(name),
  );
  if (town === undefined || office === undefined || meter === undefined)
    throw new Error('The demo has no place for a board');
  const find = (id: string): Issue => {
    const issue = governanceIssues(office).find(({ title }) => title.startsWith(`${id}:`));
    if (issue === undefined) throw new Error(`There is no issue for ${id}`);
    return issue;
  };
  const tick = (id: string, point: string, labels: readonly string[] = []): void => {
    const issue = find(id);
    const lines = (issue.body ?? '').split('\n');
    // The browser sends other line ends than those that it was given.
    const body = lines
      .map((line) => (line.includes(`point:${point}`) ? line.replace('[ ]', '[x]') : line))
      .join('\r\n');
    github.editIssue(issue, { body, labels: [...issue.labels.map(({ name }) => name), ...labels] }, bert);
  };
  const told = (id: string, about: string) => (): Exhibit[] => [{ kind: 'comment', issue: find(id), about }];
  const measure = (): void => void github.comment(find('GGI-A-16'), '/portreeve ggi init', ada);
  let status: Exhibit[] = [];
  return [
    {
      title:
        'Ada chooses a board of good governance, in the configuration: an issue for each of 25 activities is filed.',
      async act() {
        github.pushFiles(town, {
          files: { [PATH]: `${CONFIGURATION}${CHOICE}` },
          message: 'Choose a board',
          author: ada,
        });
        await operator.settled();
        // What is measured every night is measured at once for whoever asks.
        measure();
      },
      show: () => [{ kind: 'issue', issue: find('GGI-A-25'), about: '- [ ]' }],
    },
    {
      title: 'Bert ticks in the browser what he thinks holds. Of one of the two, Portreeve knows better, and says so.',
      act: () => {
        tick('GGI-A-25', 'practices-listed', ['progress: in progress']);
        tick('GGI-A-21', 'project-information-complete');
      },
      show: told('GGI-A-21', 'project-information-complete'),
    },
    {
      title: 'Ada answers for what no machine can see, for some weeks.',
      act: () => {
        const until = new Date(github.clock.now() + ATTESTED_DAYS * DAY_MS).toISOString().slice(0, 10);
        const said = `/portreeve attest talks-tracked until ${until} We keep a list: https://open.rivermouth.example/talks`;
        github.comment(find('GGI-A-27'), said, ada);
      },
      show: told('GGI-A-27', 'talks-tracked'),
    },
    {
      title: `The clocks are moved on by ${MONTH_DAYS} days, and all is measured anew. What Ada answers for ends soon.`,
      async act() {
        await goOn(STORY_MS);
        measure();
        // GitHub takes a while to write what repositories are built from, and keeps it for a week.
        await operator.settled();
        measure();
      },
      show: told('GGI-A-27', 'talks-tracked'),
    },
    {
      title: 'Bert puts parking-meter under the city’s own licence.',
      act: () => {
        github.pushFiles(meter, {
          files: { LICENSE: license('EUPL-1.2') },
          message: 'Choose the licence of the city',
          author: bert,
        });
      },
      show: () => ourIssues(meter).map((issue) => ({ kind: 'issue', issue }) as const),
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

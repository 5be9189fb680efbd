import process from 'node:process';
import { styleText } from 'node:util';
import type { Audience, DemoSummary } from './run.ts';
import { checkRunsIn, type Exhibit, type Scene } from './scenes.ts';

const WIDTH = 100;

/** Tells the demo as it happens, for a person at a terminal. */
export function storyteller(write: (text: string) => void, startedAt: number): Audience {
  const line = (text = ''): void => write(`${text}\n`);
  const dim = (text: string): string => styleText('dim', text, { stream: process.stdout });
  const bold = (text: string): string => styleText('bold', text, { stream: process.stdout });
  const clock = (): string => dim(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s`);
  let scene = 0;
  let last = '';
  let more = 0;
  /** What is said many times over is said once, and counted. */
  const endRow = (): void => {
    if (more > 0) line(`${clock()}     … and ${more === 1 ? 'once more' : `${more} times more`}`);
    more = 0;
    last = '';
  };
  return {
    onProgress(sentence) {
      endRow();
      line(`${clock()}  ${sentence}`);
    },
    onScene({ title }) {
      endRow();
      scene += 1;
      line();
      line(`${clock()}  ${bold(`${scene}. ${title}`)}`);
    },
    onLog(entry) {
      const sentence = sentenceOf(entry);
      if (sentence === null) return;
      if (sentence === last) {
        more += 1;
        return;
      }
      endRow();
      last = sentence;
      line(`${clock()}     ${sentence}`);
    },
    afterScene(ended: Scene) {
      endRow();
      for (const exhibit of ended.show()) {
        line();
        for (const text of render(exhibit)) line(`         ${dim('│')} ${text}`);
      }
    },
  };
}

/** What the demo came to, in a few sentences. */
export function conclusion(summary: DemoSummary): string {
  const { deliveries, repositories, requests, policyIssues, proposals, checkRuns, verdicts, board } = summary;
  return [
    '',
    `${deliveries} webhooks about ${repositories} repositories: ${verdicts.fail} policies failing, ${verdicts.pass} met, ${verdicts.exempt} exempt.`,
    `Portreeve wrote ${policyIssues} policy issues, ${proposals} proposals and ${checkRuns} check runs, with ${requests} requests in all.`,
    `The board of good governance has ${board.issues} issues with ${board.points} points. For ${board.measured} of them a machine looked: ${board.supported} are supported, ${board.contradicted} contradicted.`,
    `People ticked ${board.ticked} (contradicted: ${board.disputed}), and attestations that end soon: ${board.ending}.`,
    `Delivered a second time, the same webhooks made it write ${summary.writesOnSecondDelivery} things.`,
    '',
  ].join('\n');
}

/** How the demo goes on once its story is told. */
export function invitation(address: string): string {
  return [
    '',
    `Now you. Look at all of it, and try something: ${address}`,
    'It runs until you press Ctrl-C.',
    '',
    'On a clone of your own: npm run -s portreeve -- audit PATH',
    '',
  ].join('\n');
}

/** What a line of the log says to a person; null for what only an operator wants to know. */
function sentenceOf(entry: Readonly<Record<string, unknown>>): string | null {
  const failing = Array.isArray(entry.failing) ? entry.failing.join(', ') : '';
  switch (entry.msg) {
    case 'audited':
      return `Portreeve judged ${entry.repository}: ${failing === '' ? 'all is well' : `fails ${failing}`}`;
    case 'written':
      return `Portreeve wrote ${ACTIONS[String(entry.action)] ?? entry.action} on ${entry.on}`;
    case 'held for an approver':
      return `Portreeve waits for an approval: it would write to ${entry.repositories} of ${entry.total} repositories`;
    case 'released':
      return `${entry.approver} has approved it`;
    case 'judged':
      return `Portreeve judged the pull request ${entry.pullRequest}: ${entry.conclusion}`;
    default:
      return null;
  }
}

const ACTIONS: Readonly<Record<string, string>> = {
  'create-issue': 'an issue',
  'update-issue': 'the issue anew',
  'amend-issue': 'what is new in an activity’s issue',
  'report-check-run': 'a check run',
  'open-proposal': 'a proposal',
  'update-proposal': 'the proposal anew',
  'set-proposal-state': 'the proposal’s state',
  'create-comment': 'a comment',
  'update-comment': 'the comment anew',
  'change-labels': 'labels',
  'place-issue': 'an activity’s place below its goal',
  react: 'a thumbs-up',
};

function render(exhibit: Exhibit): string[] {
  switch (exhibit.kind) {
    case 'issue': {
      const { issue, about } = exhibit;
      const body = issue.body ?? '';
      return [
        `${issue.repository.name}#${issue.number} · ${issue.state} · ${issue.title}`,
        '',
        ...prose(about === undefined ? body : partAbout(body, about)),
      ];
    }
    case 'proposal': {
      const { issue, head } = exhibit.pull;
      const title = `${issue.repository.name}#${issue.number} · pull request from ${head.ref} · ${issue.title}`;
      return [title, '', ...prose(issue.body ?? '')];
    }
    case 'comment': {
      const { issue, about } = exhibit;
      const ours = issue.comments.filter(({ app }) => app !== null);
      return ours.flatMap(({ body }) => [
        `The comment on ${issue.repository.name}#${issue.number}`,
        '',
        ...prose(about === undefined ? body : partAbout(body, about)),
      ]);
    }
    case 'check-run': {
      return checkRunsIn(exhibit).flatMap((run) => [
        `Check “${run.name}” on ${exhibit.repository.name}: ${run.conclusion} · ${run.output.title}`,
        '',
        ...prose(run.output.summary ?? ''),
      ]);
    }
    case 'command':
      return [`$ ${exhibit.command}`, ...exhibit.output.split('\n').flatMap((text) => wrap(text))];
  }
}

/** The paragraphs and list items that hold it. */
function partAbout(markdown: string, about: string): string {
  const parts = markdown.split(/\n\n|\n(?=- )/);
  return parts.filter((part) => part.includes(about)).join('\n\n');
}

/** Markdown as it stands, wrapped, without what GitHub hides. */
function prose(markdown: string): string[] {
  const shown = markdown
    .replace(/<!--.*?-->/gs, '')
    .replaceAll('&#8203;', '')
    .trim();
  return shown.split('\n').flatMap((line) => wrap(line));
}

function wrap(line: string): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > WIDTH) {
    const space = rest.lastIndexOf(' ', WIDTH);
    const at = space > 0 ? space : WIDTH;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

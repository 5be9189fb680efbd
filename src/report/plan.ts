import type { Action } from '../plan/action.ts';
import { terminalText } from './escape.ts';

/** A plan for people at a terminal: each action, and the texts that it would write. */
export function renderPlanText(actions: readonly Action[]): string {
  if (actions.length === 0) return 'Nothing would be changed.\n';
  const count = actions.length === 1 ? '1 action' : `${actions.length} actions`;
  return [
    `${count}, under mode: enforce (with mode: observe nothing is written):`,
    ...actions.map(describeAction),
    '',
  ].join('\n\n');
}

/** A plan for programs: the actions as they are. */
export function renderPlanJson(actions: readonly Action[]): string {
  const plain = actions.map(({ kind, fingerprint: _fingerprint, key: _key, details: _details, ...action }) => ({
    kind,
    ...action,
  }));
  return `${JSON.stringify({ actions: plain }, null, 2)}\n`;
}

function describeAction(action: Action): string {
  const place = terminalText(`${action.repository.owner}/${action.repository.name}`);
  switch (action.kind) {
    case 'create-issue':
      return `open an issue on ${place}: ${terminalText(action.title)}\n\n${quoted(action.body)}`;
    case 'open-proposal': {
      const files = action.files.map(({ path, text }) => `    + ${terminalText(path)}\n${quoted(text)}`).join('\n\n');
      return `open a pull request on ${place} from ${terminalText(action.branch)}: ${terminalText(action.title)}\n\n${quoted(action.body)}\n\n${files}`;
    }
    default:
      return `${action.kind} on ${place}`;
  }
}

function quoted(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => `    │ ${terminalText(line)}`.trimEnd()).join('\n');
}

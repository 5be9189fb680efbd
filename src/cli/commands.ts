import type { CommandModule } from './command.ts';

interface CommandEntry {
  readonly name: string;
  /** One line in `portreeve --help`. */
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** All commands, in the order of `portreeve --help`. Adding one is one file and one line here. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'audit',
    summary: 'Judge a folder or a git clone: no token, no network.',
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'publication-audit',
    summary: 'Say what to look at before a repository becomes public.',
    load: () => import('./commands/publication-audit.ts'),
  },
  {
    name: 'plan',
    summary: 'Show what the app would do about a folder or a clone.',
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'dco',
    summary: 'Judge whether commits are signed off: no token, no network.',
    load: () => import('./commands/dco.ts'),
  },
  {
    name: 'agreement',
    summary: 'Look at a contributor agreement before anybody signs it.',
    load: () => import('./commands/agreement.ts'),
  },
  {
    name: 'explain',
    summary: 'Print what a policy demands, why, and how to meet it.',
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'license',
    summary: 'Say which licence a text is, to the word, and what differs.',
    load: () => import('./commands/license.ts'),
  },
  {
    name: 'doctor',
    summary: 'Say whether everything is well, and what to do where it is not (operator).',
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'findings',
    summary: 'Show what the app last found, of all repositories or one (operator).',
    load: () => import('./commands/findings.ts'),
  },
  {
    name: 'overrides',
    summary: 'Show who took which commits in without a sign-off, and why (operator).',
    load: () => import('./commands/overrides.ts'),
  },
  {
    name: 'ggi',
    summary: 'Good governance: what speaks for its points (operator).',
    load: () => import('./commands/ggi.ts'),
  },
  {
    name: 'guide',
    summary: 'Write down in words what the organisation’s file asks.',
    load: () => import('./commands/guide.ts'),
  },
  {
    name: 'report',
    summary: 'Report where the organisation stands, for people who decide (operator).',
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'jobs',
    summary: 'Show what waits and what failed for good; try it again (operator).',
    load: () => import('./commands/jobs.ts'),
  },
  {
    name: 'approve',
    summary: 'Show what waits for an approver, and release it (operator).',
    load: () => import('./commands/approve.ts'),
  },
  {
    name: 'ledger',
    summary: 'Check, export, import and erase what is kept of contributor agreements (operator).',
    load: () => import('./commands/ledger.ts'),
  },
  {
    name: 'company',
    summary: 'Show which companies signed an agreement, take one in, end one (operator).',
    load: () => import('./commands/company.ts'),
  },
  {
    name: 'stop-writing',
    summary: 'Stop all writing to GitHub at once (operator).',
    load: () => import('./commands/stop-writing.ts'),
  },
  {
    name: 'resume-writing',
    summary: 'Let the writing go on, and make up for what was left (operator).',
    load: () => import('./commands/resume-writing.ts'),
  },
  {
    name: 'backup',
    summary: 'Keep all that the app knows in one file, while it runs (operator).',
    load: () => import('./commands/backup.ts'),
  },
  {
    name: 'restore',
    summary: 'Bring the database back to what a backup holds (operator).',
    load: () => import('./commands/restore.ts'),
  },
];

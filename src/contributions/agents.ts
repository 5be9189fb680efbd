import type { Account } from './commit.ts';
import { canonicalEmail, noreplyId } from './identity.ts';

/** A program that writes code, and by what it is recognised. Its name is no sign: people are called Claude and Devin. */
export interface Agent {
  readonly name: string;
  /** Addresses that it writes into `Co-authored-by` or that its commits carry. */
  readonly emails: readonly string[];
  /** Its accounts on GitHub, by their numeric ids. */
  readonly accounts: readonly number[];
  /** Where that can be looked up. */
  readonly source: string;
}

/** Looked up in November 2026. A missing one is missed, never a person taken for it. */
export const AGENTS: readonly Agent[] = [
  {
    name: 'Aider',
    emails: ['aider@aider.chat', 'noreply@aider.chat'],
    accounts: [],
    source: 'https://aider.chat/docs/git.html',
  },
  { name: 'Amp', emails: ['amp@ampcode.com'], accounts: [], source: 'https://ampcode.com/manual' },
  {
    name: 'Claude',
    emails: ['noreply@anthropic.com'],
    accounts: [209825114],
    source: 'https://docs.claude.com/en/docs/claude-code/settings',
  },
  {
    name: 'Codex',
    emails: ['codex@openai.com', 'noreply@openai.com'],
    accounts: [199175422],
    source: 'https://developers.openai.com/codex',
  },
  {
    name: 'Copilot',
    emails: ['copilot@github.com'],
    accounts: [198982749, 223556219],
    source: 'https://github.com/microsoft/vscode/pull/309951',
  },
  { name: 'Crush', emails: ['crush@charm.land'], accounts: [], source: 'https://github.com/charmbracelet/crush' },
  {
    name: 'Cursor',
    emails: ['cursoragent@cursor.com'],
    accounts: [206951365],
    source: 'https://github.com/block/aittributor/pull/15',
  },
  { name: 'Devin', emails: [], accounts: [158243242], source: 'https://docs.devin.ai/integrations/gh' },
  {
    name: 'Gemini CLI',
    emails: [],
    accounts: [218195315],
    source: 'https://github.com/google-gemini/gemini-cli',
  },
  { name: 'Jules', emails: [], accounts: [161369871], source: 'https://jules.google/docs' },
  { name: 'opencode', emails: ['noreply@opencode.ai'], accounts: [], source: 'https://opencode.ai' },
  {
    name: 'OpenHands',
    emails: ['openhands@all-hands.dev'],
    accounts: [],
    source: 'https://github.com/All-Hands-AI/OpenHands',
  },
];

const BY_EMAIL = new Map(AGENTS.flatMap((agent) => agent.emails.map((email) => [email, agent] as const)));
const BY_ACCOUNT = new Map(AGENTS.flatMap((agent) => agent.accounts.map((id) => [id, agent] as const)));

/** The agent whose address this is, also as GitHub makes it up from an account. */
export function agentOfEmail(email: string | null): Agent | null {
  if (email === null) return null;
  const id = noreplyId(email);
  return (id === null ? BY_EMAIL.get(canonicalEmail(email)) : BY_ACCOUNT.get(id)) ?? null;
}

/** The agent whose account this is. */
export function agentOfAccount(account: Account | null): Agent | null {
  return account === null ? null : (BY_ACCOUNT.get(account.id) ?? null);
}

import { splitPath } from '../core/files.ts';
import type { OpenProposal, ProposedFile, RepositoryTarget, SetProposalState, UpdateProposal } from './action.ts';
import { flippedOnceMore, isFoughtOver } from './fight.ts';
import { fingerprint } from './fingerprint.ts';
import type { StandingProposal } from './standing.ts';

export interface ProposalsInput {
  readonly repository: RepositoryTarget;
  /** The files that would mend failing policies, filled in from known facts. */
  readonly wanted: readonly ProposedFile[];
  readonly standing: readonly StandingProposal[];
  /** Something could not be judged: what is not wanted may only be unknown, so nothing is taken back. */
  readonly isUncertain: boolean;
  readonly baseBranch: string;
  readonly baseSha: string;
  /** A person pressed "Open repair PR": a "no" said before no longer counts. */
  readonly isRequested: boolean;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly render: (files: readonly ProposedFile[]) => { readonly title: string; readonly body: string };
}

type ProposalAction = OpenProposal | UpdateProposal | SetProposalState;

/**
 * One pull request with the missing files. Closed unmerged means no, and is remembered for its paths; reopened means
 * yes again. A branch that holds people's commits is theirs: it is left alone.
 */
export function planProposals(input: ProposalsInput): ProposalAction[] {
  const upkeep = input.standing.flatMap((proposal) => planUpkeep(proposal, input));
  const isSpokenFor = (path: string): boolean =>
    input.standing.some((proposal) => covers(proposal, path, input.isRequested));
  const files = input.wanted.filter(({ path }) => !isSpokenFor(path));
  return files.length === 0 ? upkeep : [...upkeep, openProposal(files, input)];
}

/** Whether a path is settled by a proposal: open, about to be reopened, or refused. A merged one settles nothing. */
function covers(proposal: StandingProposal, path: string, isRequested: boolean): boolean {
  if (!proposal.paths.includes(path)) return false;
  if (proposal.state !== 'closed') return proposal.state === 'open';
  const canReopen = proposal.headSha !== null;
  const isRefused = !proposal.isClosedByUs && !isRequested;
  return canReopen || isRefused;
}

function planUpkeep(proposal: StandingProposal, input: ProposalsInput): ProposalAction[] {
  const files = input.wanted.filter(({ path }) => proposal.paths.includes(path));
  const { repository } = input;
  const frame = { repository, key: proposal.key, number: proposal.number };
  const details = { ...detailsOf(proposal.branch, proposal.paths), flippedAt: proposal.flippedAt };
  const setState = (state: 'open' | 'closed', isClosedByUs: boolean): SetProposalState => {
    const print = proposal.fingerprint ?? '';
    return { ...frame, kind: 'set-proposal-state', state, fingerprint: print, details: { ...details, isClosedByUs } };
  };
  if (proposal.state === 'closed' && proposal.headSha !== null && files.length > 0) {
    return input.isRequested || proposal.isClosedByUs ? [setState('open', false)] : [];
  }
  if (proposal.state !== 'open') return [];
  const isOurs = proposal.headSha !== null && proposal.headSha === proposal.ourHeadSha;
  if (!isOurs) return [];
  if (input.isUncertain && files.length < proposal.paths.length) return [];
  if (files.length === 0) return planEnd(proposal, input.now, setState('closed', true));
  const text = input.render(files);
  const print = fingerprintOf(files, text);
  if (print === proposal.fingerprint) return [];
  const expectedHead = proposal.headSha;
  return [
    {
      ...frame,
      ...text,
      kind: 'update-proposal',
      branch: proposal.branch,
      expectedHead,
      files,
      removes: proposal.paths.filter((path) => !files.some((file) => file.path === path)),
      fingerprint: print,
      details: {
        ...detailsOf(
          proposal.branch,
          files.map(({ path }) => path),
        ),
        flippedAt: proposal.flippedAt,
      },
    },
  ];
}

/** What is no longer needed is closed; what somebody reopens again and again is left open. */
function planEnd(proposal: StandingProposal, now: string, close: SetProposalState): SetProposalState[] {
  if (!proposal.isClosedByUs) return [close];
  if (isFoughtOver(proposal.flippedAt, now)) return [];
  return [{ ...close, details: { ...close.details, flippedAt: flippedOnceMore(proposal.flippedAt, now) } }];
}

function openProposal(files: readonly ProposedFile[], input: ProposalsInput): OpenProposal {
  const paths = files.map(({ path }) => path).sort();
  const branch = branchFor(paths, input.standing);
  const text = input.render(files);
  return {
    kind: 'open-proposal',
    repository: input.repository,
    key: `proposal:${input.repository.repositoryId}:${branch}`,
    branch,
    baseBranch: input.baseBranch,
    baseSha: input.baseSha,
    files,
    ...text,
    fingerprint: fingerprintOf(files, text),
    details: detailsOf(branch, paths),
  };
}

/** `portreeve/add-license-contributing`; numbered when the name has been used. The same again after a crash. */
function branchFor(paths: readonly string[], standing: readonly StandingProposal[]): string {
  const stems = paths.map((path) =>
    splitPath(path)
      .name.toLowerCase()
      .replace(/\.[a-z]+$/, ''),
  );
  const name = `portreeve/add-${stems.join('-')}`;
  const used = standing.filter(({ branch }) => branch === name || branch.startsWith(`${name}-`)).length;
  return used === 0 ? name : `${name}-${used + 1}`;
}

function fingerprintOf(
  files: readonly ProposedFile[],
  text: { readonly title: string; readonly body: string },
): string {
  return fingerprint({ ...text, files: files.map(({ path, text }) => [path, text]) });
}

function detailsOf(
  branch: string,
  paths: readonly string[],
): { branch: string; paths: readonly string[]; isClosedByUs: boolean } {
  return { branch, paths, isClosedByUs: false };
}

import { resolve } from 'node:path';
import type { ContributionReport } from '../../contributions/check-commits.ts';
import { type ContributionPolicy, DCOAPP_POLICY, DEFAULT_POLICY } from '../../contributions/policy.ts';
import { OperatorError } from '../../core/errors.ts';
import {
  renderContributionJson,
  renderContributionMarkdown,
  renderContributionText,
  renderCoverage,
  renderCoverageJson,
} from '../../report/contribution.ts';
import { judgeListedCommits, judgeRange, measureCoverage } from '../../tasks/judge-commits.ts';
import { didYouMean, readArguments, readFormat } from '../command.ts';
import type { ExitCode, World } from '../world.ts';

const FORMATS = ['text', 'json', 'markdown'] as const;

export const help = `portreeve dco: judge whether commits are signed off (Developer Certificate of Origin): no token, no network

Usage: portreeve dco RANGE [--repo DIR] [OPTIONS]
       portreeve dco --commits FILE [OPTIONS]
       portreeve dco --history [RANGE] [--repo DIR] [OPTIONS]

RANGE is BASE..HEAD: what HEAD has and BASE has not. One commit alone stands for all that led to it.
FILE is what GitHub's REST API answers to "list commits on a pull request", as JSON.
--history prints how much was signed off, by year; without RANGE, of all that led to HEAD.

Options:
  --repo DIR              The clone; without it, the folder where you stand.
  --count N               How many commits the pull request has, to be sure that FILE holds all of them.
  --placement PLACEMENT   strict: a sign-off counts only in the last paragraph, where git finds it.
                          lenient (the default): also as a line of its own elsewhere, with a notice.
  --name NAME             Where a sign-off has the author's address and another name:
                          require: it fails, warn (the default): it is noted, ignore: nothing.
  --ai POLICY             What was made with the help of an AI agent: allow (the default),
                          disclose: a line must say so, forbid: it fails.
  --reverts REVERTS       Whether a commit of a clone needs a sign-off that takes back the one right below it,
                          to the byte: require (the default), skip-exact: it does not.
  --compatible dcoapp     Demand what the app DCO (github.com/dcoapp) demands, where it cannot be fooled.
  --format FORMAT         text (the default), json or markdown.
  --help                  Print this.

Exit status: 0 nothing fails, 1 something does, 2 it could not be found out.
`;

const OPTIONS = {
  repo: { type: 'string' },
  commits: { type: 'string' },
  count: { type: 'string' },
  placement: { type: 'string' },
  name: { type: 'string' },
  ai: { type: 'string' },
  reverts: { type: 'string' },
  compatible: { type: 'string' },
  format: { type: 'string' },
  history: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [range, ...others] = positionals;
  if (others.length > 0) throw usage('One range at a time can be judged.');
  const format = readFormat(values.format, FORMATS);
  const policy = readPolicy(values);
  const folder = resolve(world.folder, values.repo ?? '.');
  if (values.commits !== undefined) {
    if (range !== undefined || values.repo !== undefined || values.history === true) {
      throw usage('--commits takes the place of a range and a clone.');
    }
    if (values.reverts !== undefined)
      throw usage('--reverts needs a clone: a list of commits does not tell what they hold.');
    const path = resolve(world.folder, values.commits);
    return show(await judgeListedCommits({ path, count: readCount(values.count) }, policy, world.now()), format, world);
  }
  if (values.count !== undefined) throw usage('--count belongs to --commits.');
  if (values.history === true) {
    const { years, incomplete } = await measureCoverage({ folder, range: range ?? 'HEAD' }, policy);
    world.out.write(format === 'json' ? renderCoverageJson(years) : renderCoverage(years));
    if (incomplete !== null) world.err.write(`portreeve: these are not all commits. ${incomplete}\n`);
    return incomplete === null ? 0 : 2;
  }
  if (range === undefined) throw usage('Which commits? Give a range, such as origin/main..HEAD, or --commits FILE.');
  return show(await judgeRange({ folder, range }, policy, world.now()), format, world);
}

function show(report: ContributionReport, format: (typeof FORMATS)[number], { out }: World): ExitCode {
  if (format === 'json') out.write(renderContributionJson(report));
  else if (format === 'markdown') out.write(renderContributionMarkdown(report));
  else out.write(renderContributionText(report, out));
  return report.verdict === 'pass' ? 0 : report.verdict === 'fail' ? 1 : 2;
}

function readPolicy(values: {
  readonly placement?: string | undefined;
  readonly name?: string | undefined;
  readonly ai?: string | undefined;
  readonly reverts?: string | undefined;
  readonly compatible?: string | undefined;
}): ContributionPolicy {
  const compatible = choose('compatible', values.compatible, ['dcoapp']);
  const basis = compatible === null ? DEFAULT_POLICY : DCOAPP_POLICY;
  return {
    ...basis,
    placement: choose('placement', values.placement, ['strict', 'lenient']) ?? basis.placement,
    name: choose('name', values.name, ['require', 'warn', 'ignore']) ?? basis.name,
    reverts: choose('reverts', values.reverts, ['require', 'skip-exact']) ?? basis.reverts,
    ai: choose('ai', values.ai, ['allow', 'disclose', 'forbid']) ?? basis.ai,
  };
}

function choose<const C extends string>(option: string, given: string | undefined, choices: readonly C[]): C | null {
  if (given === undefined) return null;
  const choice = choices.find((name) => name === given);
  if (choice !== undefined) return choice;
  throw usage(`--${option} is not ${given}, only ${choices.join(', ')}.${didYouMean(given, choices)}`);
}

function readCount(given: string | undefined): number | null {
  if (given === undefined) return null;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw usage('--count is not a number of commits.');
}

function usage(problem: string): OperatorError {
  return new OperatorError('usage', { problem });
}

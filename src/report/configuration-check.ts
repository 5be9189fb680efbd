import type { ConfigurationChange } from '../config/describe-change.ts';
import type { ConfigurationProblem } from '../config/problem.ts';
import type { CheckRunText } from './check-run.ts';
import { markdownCode, markdownText, plainText } from './escape.ts';
import { officeName, type ReportFrame } from './frame.ts';

/** More problems than these are counted, not listed. */
const MOST_PROBLEMS = 50;

/** A configuration that cannot be used: each problem at its line, with what was probably meant. */
export function renderRejectedConfiguration(
  frame: ReportFrame,
  problems: readonly ConfigurationProblem[],
  path: string,
): CheckRunText {
  const { words } = frame;
  const listed = problems.slice(0, MOST_PROBLEMS);
  const lines = listed.map((problem) => {
    const { line, column, key, message } = problem;
    const place = {
      path: markdownCode(problem.path),
      line,
      column,
      key: markdownCode(key),
      message: markdownText(message),
    };
    return `- ${words.say('configuration.problem', place)}${suggestionOf(frame, problem)}`;
  });
  const more = problems.length - listed.length;
  const list = [...lines, ...(more > 0 ? [`- ${words.say('section.more', { count: more })}`] : [])].join('\n');
  return {
    title: words.say('configuration.title.rejected', { count: problems.length }),
    summary: [words.say('configuration.rejected'), list, footer(frame)].join('\n\n'),
    annotations: listed.map(({ line, message, key }) => ({
      path,
      line,
      level: 'failure',
      title: plainText(key),
      message: plainText(message),
    })),
    requestedActions: [],
  };
}

/** How many repositories would turn, by what was last seen of them. */
export interface ConfigurationImpact {
  readonly failing: number;
  readonly passing: number;
}

export interface ConfigurationCheckContent {
  readonly change: ConfigurationChange;
  readonly impact: ConfigurationImpact | null;
  /** Where everybody can read it, only counts are shown. */
  readonly showsDetails: boolean;
  readonly branch: string;
  /** `owner/name` of the repository where people with rights find the details; null when none is named. */
  readonly detailsIn: string | null;
}

/** A configuration that can be used: what it would change. */
export function renderConfigurationCheck(frame: ReportFrame, content: ConfigurationCheckContent): CheckRunText {
  const { words } = frame;
  const { change, impact, showsDetails, branch, detailsIn } = content;
  const counts = countsOf(frame, change);
  const lines = [
    ...modeOf(frame, change),
    ...(showsDetails ? detailsOf(frame, change) : counts),
    ...effectsOf(frame, impact),
  ];
  const isUnchanged = lines.length === 0;
  const isHidden = !showsDetails && counts.length > 0 && detailsIn !== null;
  const parts = [
    words.say('configuration.applies', { branch: markdownCode(branch) }),
    ...(isUnchanged ? [] : [`## ${words.say('configuration.changes')}`, lines.map((line) => `- ${line}`).join('\n')]),
    ...(isHidden ? [words.say('configuration.counts-only', { repository: markdownCode(detailsIn) })] : []),
    footer(frame),
  ];
  return {
    title: isUnchanged ? words.say('configuration.title.unchanged') : words.say('configuration.title.applies'),
    summary: parts.join('\n\n'),
    annotations: [],
    requestedActions: [],
  };
}

/** The mode is no secret: what it means is said to everybody. */
function modeOf({ words }: ReportFrame, { mode }: ConfigurationChange): string[] {
  if (mode === null) return [];
  const change = words.say('configuration.mode', {
    before: markdownCode(mode.before),
    after: markdownCode(mode.after),
  });
  return mode.after === 'enforce'
    ? [`${change}. ${words.say('configuration.enforce', { mode: markdownCode('enforce') })}`]
    : [change];
}

function countsOf({ words }: ReportFrame, change: ConfigurationChange): string[] {
  const counts = [
    ['configuration.policies-on', change.switchedOn.length],
    ['configuration.policies-off', change.switchedOff.length],
    ['configuration.settings', change.settings.length],
    ['configuration.groups', change.groups.length],
    ['configuration.exemptions-added', change.exemptionsAdded.length],
    ['configuration.exemptions-removed', change.exemptionsRemoved.length],
  ] as const;
  return counts.flatMap(([key, count]) => (count === 0 ? [] : [words.say(key, { count })]));
}

function detailsOf(frame: ReportFrame, change: ConfigurationChange): string[] {
  const { words } = frame;
  const list = (
    key: 'configuration.policies-on' | 'configuration.policies-off' | 'configuration.groups',
    names: readonly string[],
  ) =>
    names.length === 0
      ? []
      : [`${words.say(key, { count: names.length })}: ${names.map((name) => markdownCode(name)).join(', ')}`];
  const exemptions = (
    key: 'configuration.exemptions-added' | 'configuration.exemptions-removed',
    entries: ConfigurationChange['exemptionsAdded'],
  ) =>
    entries.length === 0
      ? []
      : [`${words.say(key, { count: entries.length })}: ${entries.map(exemptionText).join('; ')}`];
  const value = (given: unknown): string =>
    given === null ? words.say('configuration.unset') : markdownCode(JSON.stringify(given));
  return [
    ...list('configuration.policies-on', change.switchedOn),
    ...list('configuration.policies-off', change.switchedOff),
    ...change.settings.map(({ key, before, after }) =>
      words.say('configuration.setting', { key: markdownCode(key), before: value(before), after: value(after) }),
    ),
    ...list('configuration.groups', change.groups),
    ...exemptions('configuration.exemptions-added', change.exemptionsAdded),
    ...exemptions('configuration.exemptions-removed', change.exemptionsRemoved),
  ];
}

function exemptionText({ policy, repositories, until }: ConfigurationChange['exemptionsAdded'][number]): string {
  return `${markdownCode(policy)} ${repositories.map((name) => markdownCode(name)).join(', ')} → ${until}`;
}

function effectsOf({ words }: ReportFrame, impact: ConfigurationImpact | null): string[] {
  if (impact === null) return [];
  return [
    ...(impact.failing === 0 ? [] : [words.say('configuration.failing', { count: impact.failing })]),
    ...(impact.passing === 0 ? [] : [words.say('configuration.passing', { count: impact.passing })]),
  ];
}

function suggestionOf({ words }: ReportFrame, { suggestion }: ConfigurationProblem): string {
  if (suggestion === null) return '';
  return ` ${words.say('configuration.suggestion', { suggestion: markdownCode(suggestion) })}`;
}

function footer(frame: ReportFrame): string {
  return `---\n${frame.words.say('footer', { office: officeName(frame) })}`;
}

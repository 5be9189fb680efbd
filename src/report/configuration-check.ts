import type { ConfigurationChange } from '../config/describe-change.ts';
import type { ConfigurationProblem } from '../config/problem.ts';
import type { CheckRunText } from './check-run.ts';
import { markdownCode, markdownText, plainText } from './escape.ts';
import { officeName, type ReportFrame } from './frame.ts';

/** More repositories than these are counted, not listed. */
const MOST_NAMES = 50;

/** More problems than these are counted, not listed. */
const MOST_PROBLEMS = 50;

/**
 * A configuration that cannot be used: each problem at its line, with what was probably meant.
 * @param repository its name, by which the paths of an organisation's files begin
 */
export function renderRejectedConfiguration(
  frame: ReportFrame,
  problems: readonly ConfigurationProblem[],
  repository: string,
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
    annotations: listed.map(({ path, line, message, key }) => ({
      path: path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : path,
      line,
      level: 'failure',
      title: plainText(key),
      message: plainText(message),
    })),
    requestedActions: [],
  };
}

/** Names of the repositories that would turn, by what was last seen of them. */
export interface ConfigurationImpact {
  readonly failing: readonly string[];
  readonly passing: readonly string[];
}

export interface ConfigurationCheckContent {
  readonly change: ConfigurationChange;
  /** null for a repository's own file, which concerns no other. */
  readonly impact: ConfigurationImpact | null;
  /** What would become of agreements: lines of Markdown. */
  readonly agreements: readonly string[];
  /** Where everybody can read it, only counts are shown. */
  readonly showsDetails: boolean;
  readonly branch: string;
}

/** A configuration that can be used: what it would change. */
export function renderConfigurationCheck(frame: ReportFrame, content: ConfigurationCheckContent): CheckRunText {
  const { words } = frame;
  const { change, impact, agreements, showsDetails, branch } = content;
  const lines = [
    ...modeOf(frame, change),
    ...(showsDetails ? detailsOf(frame, change) : countsOf(frame, change)),
    ...effectsOf(frame, impact, showsDetails),
    ...agreements,
  ];
  const isUnchanged = lines.length === 0;
  const parts = [
    words.say(impact === null ? 'configuration.applies-here' : 'configuration.applies', {
      branch: markdownCode(branch),
    }),
    ...(isUnchanged ? [] : [`## ${words.say('configuration.changes')}`, lines.map((line) => `- ${line}`).join('\n')]),
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

function effectsOf({ words }: ReportFrame, impact: ConfigurationImpact | null, showsDetails: boolean): string[] {
  const effect = (key: 'configuration.failing' | 'configuration.passing', names: readonly string[]): string[] => {
    if (names.length === 0) return [];
    const count = words.say(key, { count: names.length });
    const listed = names.slice(0, MOST_NAMES).map((name) => markdownCode(name));
    return [showsDetails ? `${count}: ${listed.join(', ')}${names.length > MOST_NAMES ? ' …' : ''}` : count];
  };
  if (impact === null) return [];
  return [...effect('configuration.failing', impact.failing), ...effect('configuration.passing', impact.passing)];
}

function suggestionOf({ words }: ReportFrame, { suggestion }: ConfigurationProblem): string {
  if (suggestion === null) return '';
  return ` ${words.say('configuration.suggestion', { suggestion: markdownCode(suggestion) })}`;
}

function footer(frame: ReportFrame): string {
  return `---\n${frame.words.say('footer', { office: officeName(frame) })}`;
}

import {
  type EffectiveConfiguration,
  effectiveConfiguration,
  flatSettings,
} from '../../config/effective-configuration.ts';
import type { Configuration, Group, PolicyLayer } from '../../config/read-configuration.ts';
import type { Policy } from '../../core/policy.ts';
import { compareSeverity } from '../../core/verdict.ts';
import { day } from '../day.ts';
import { policyTitle, type ReportFrame } from '../frame.ts';
import { type Section, section, table } from '../sections/section.ts';

/** What a guide is made from. */
export interface GuideInput {
  /** The organisation's files, the weaker first; none: what is built in holds. */
  readonly layers: readonly Configuration[];
  /** YYYY-MM-DD (UTC): exemptions that ended before are not told. */
  readonly today: string;
}

/** The title, and what the guide is made from. */
export function guideHead({ words, owner, configurationFile }: ReportFrame, { layers }: GuideInput) {
  return {
    title: words.say('guide.title', { owner }),
    intro: layers.length === 0 ? words.say('guide.built-in') : words.say('guide.intro', { file: configurationFile }),
  };
}

/** An organisation's own rules in words, so that nobody has to read YAML to know what is asked. */
export function guideSections(frame: ReportFrame, input: GuideInput): Section[] {
  const { policies } = frame;
  const effective = effectiveConfiguration({ policies, layers: input.layers, repository: null });
  return [
    policiesSection(frame, effective),
    ...groupsSection(frame, input),
    contributionsSection(frame, effective),
    licensesSection(frame, effective),
    exemptionsSection(frame, input),
    askSection(frame),
  ];
}

function policiesSection(frame: ReportFrame, { settings, mode, include }: EffectiveConfiguration): Section {
  const { words, policies } = frame;
  const asked = policies
    .flatMap((policy) => {
      const setting = settings.get(policy.id);
      return setting?.enabled === true ? [{ policy, severity: setting.severity, options: setting.options }] : [];
    })
    .toSorted(compareSeverity);
  const kinds = (['archived', 'forks', 'mirrors'] as const).filter((kind) => !include[kind]);
  const names = kinds.map((kind) => words.say(`guide.kind.${kind}`));
  return section('policies', words.say('guide.policies.title'), {
    paragraphs: [
      words.say(`guide.mode.${mode}`),
      ...(names.length === 0
        ? []
        : [words.say('guide.left-alone', { kinds: new Intl.ListFormat(words.language).format(names) })]),
      ...(asked.length === 0 ? [words.say('guide.policies.none')] : []),
    ],
    parts: asked.map(({ policy, severity, options }) =>
      section(policy.id, `${policyTitle(frame, policy.id)} (${words.say(`severity.${severity}`)})`, {
        paragraphs: [
          plain(words.policyText(policy.id, 'rationale', policy.meta.rationale)),
          `${words.say('section.mend')}: ${plain(words.policyText(policy.id, 'remediation', policy.meta.remediation))}`,
        ],
        notes: settingNotes(frame, policy, options),
      }),
    ),
  });
}

/** Our own texts are Markdown, whose marks for code mean nothing in a sentence. */
function plain(text: string): string {
  return text.replaceAll('`', '').replaceAll(/\s*\n\s*/g, ' ');
}

/** The options that are set to something else than they are where nothing is said. */
function settingNotes({ words }: ReportFrame, policy: Policy, options: unknown): string[] {
  const usual = new Map(flatSettings(policy.options.parse({})));
  const set = flatSettings(policy.options.parse(options)).filter(
    ([key, value]) => JSON.stringify(usual.get(key)) !== JSON.stringify(value),
  );
  return set.length === 0 ? [] : [words.say('guide.settings', { settings: set.map(inWords).join('; ') })];
}

function inWords([key, value]: readonly [key: string, value: unknown]): string {
  return `${key}: ${Array.isArray(value) ? value.join(', ') : String(value)}`;
}

function groupsSection(frame: ReportFrame, { layers }: GuideInput): Section[] {
  const { words } = frame;
  const rows = layers.flatMap(({ groups }) => groups).map((group) => groupRow(frame, group));
  if (rows.length === 0) return [];
  const columns = (['group', 'members', 'differs'] as const).map((name) => words.say(`guide.column.${name}`));
  return [section('groups', words.say('guide.groups.title'), { table: table(columns, rows) })];
}

function groupRow(frame: ReportFrame, { name, match, policies, ...settings }: Group): string[] {
  const said = Object.entries(policies).map(
    ([id, layer]) => `${policyTitle(frame, id)}: ${layerInWords(frame, layer)}`,
  );
  const others = flatSettings(settings).filter(([, value]) => value !== undefined);
  const members = flatSettings(match).filter(([, value]) => value !== undefined);
  return [name, members.map(inWords).join('; '), [...said, ...others.map(inWords)].join('; ')];
}

function layerInWords({ words }: ReportFrame, { enabled, severity, options }: PolicyLayer): string {
  const parts = [
    ...(enabled === undefined ? [] : [enabled ? 'on' : 'off']),
    ...(severity === undefined ? [] : [words.say(`severity.${severity}`)]),
    ...flatSettings(options).map(inWords),
  ];
  return parts.join(', ');
}

function contributionsSection({ words }: ReportFrame, { contributions }: EffectiveConfiguration): Section {
  const { signOff, ai, agreement, onboarding } = contributions;
  const days = onboarding.answerWithinDays;
  return section('contributions', words.say('guide.contributions.title'), {
    list: [
      words.say(signOff.check ? 'guide.sign-off.yes' : 'guide.sign-off.no'),
      ...(agreement.agreements.length === 0
        ? []
        : [words.say('guide.agreements', { names: agreement.agreements.join(', ') })]),
      words.say(`guide.ai.${ai}`),
      ...(days === null ? [] : [words.say('guide.answer', { count: days })]),
    ],
  });
}

function licensesSection({ words }: ReportFrame, effective: EffectiveConfiguration): Section {
  const { defaultLicense: code, defaultLicenses } = effective;
  const kinds = [
    ['code', code],
    ['documentation', defaultLicenses.documentation],
    ['data', defaultLicenses.data],
  ] as const;
  const list = kinds.flatMap(([kind, license]) =>
    license === null ? [] : [words.say(`guide.license.${kind}`, { license })],
  );
  return section('licenses', words.say('guide.licenses.title'), {
    paragraphs: list.length === 0 ? [words.say('guide.licenses.none')] : [],
    list,
  });
}

function exemptionsSection(frame: ReportFrame, { layers, today }: GuideInput): Section {
  const { words } = frame;
  const rows = layers
    .flatMap(({ exemptions }) => exemptions)
    .filter(({ until }) => until >= today)
    .map(({ policy, repositories, reason, approver, until }) => [
      repositories.join(', '),
      policyTitle(frame, policy),
      day(words.language, until),
      approver,
      reason,
    ]);
  const columns = [
    ...(['repository', 'policy', 'until', 'approver'] as const).map((name) => words.say(`report.column.${name}`)),
    words.say('guide.column.reason'),
  ];
  return section('exemptions', words.say('guide.exemptions.title'), {
    paragraphs: rows.length === 0 ? [words.say('guide.exemptions.none')] : [],
    table: rows.length === 0 ? null : table(columns, rows),
  });
}

function askSection({ words, office, configurationFile: file }: ReportFrame): Section {
  const how =
    office.name === null
      ? words.say('ask.exemption-owners', { file })
      : words.say('ask.exemption', { office: office.name, file });
  const whom = office.name === null ? words.say('ask.owners') : words.say('ask.office', { office: office.name });
  return section('ask', words.say('guide.ask.title'), { paragraphs: [whom, how] });
}

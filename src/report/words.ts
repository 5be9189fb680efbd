import type { Language } from '../core/language.ts';

/** One file of `templates/words/`: key → sentence with `{placeholders}`; a plural has `key.one` and `key.other`. */
export type Catalogue = Readonly<Record<string, string>>;

/** All catalogues that were loaded; English stands in for what another lacks. */
export type Catalogues = Readonly<Partial<Record<Language, Catalogue>>> & { readonly en: Catalogue };

/** Every sentence and what it wants to know. With `count` among them it is a plural. The catalogues are held to it by a test. */
export const SENTENCES = {
  'office.default': [],
  'severity.error': [],
  'severity.warning': [],
  'severity.info': [],

  'section.found': [],
  'section.why': [],
  'section.mend': [],
  'section.exemption': [],
  'section.references': [],
  'section.line': ['path', 'line'],
  'section.more': ['count'],
  'ask.office': ['office'],
  'ask.owners': [],
  'ask.exemption': ['office', 'file'],
  'ask.exemption-owners': ['file'],

  'check.title.hold': ['count'],
  'check.title.broken': ['count'],
  'check.title.old': ['count'],
  'check.title.mended': ['count'],
  'check.title.unknown': ['count'],
  'check.title.nothing': [],
  'check.intro': ['base'],
  'check.broken': [],
  'check.old': [],
  'check.mended': [],
  'check.unknown': [],
  'check.unknown-hint': [],
  'check.exempt': [],
  'check.hold': [],
  'check.nothing': [],
  'check.judged': ['commit'],
  'check.action.repair.label': [],
  'check.action.repair.description': [],

  'sign-offs.title.pass': ['count'],
  'sign-offs.title.fail': ['count'],
  'sign-offs.title.unknown': [],
  'sign-offs.title.elsewhere': [],
  'sign-offs.intro': [],
  'sign-offs.override': ['command'],
  'sign-offs.elsewhere': ['others'],

  'issue.title': [],
  'issue.title-about': ['repository'],
  'issue.intro': ['count', 'owner'],
  'issue.intro-about': ['count', 'owner', 'repository'],
  'issue.unknown': ['count'],
  'issue.recheck': ['branch', 'command'],
  'issue.footer': [],
  'issue.farewell.body': ['owner'],

  'proposal.title': ['paths'],
  'proposal.intro': ['owner', 'paths'],
  'proposal.files': [],
  'proposal.file.template': ['path'],
  'proposal.file.license': ['path', 'license', 'owner'],
  'proposal.please': [],
  'proposal.license-warning': [],
  'proposal.close': [],
  'proposal.cannot': ['path', 'reason'],
  'proposal.missing-facts': ['facts', 'file'],

  'configuration.title.applies': [],
  'configuration.title.unchanged': [],
  'configuration.title.rejected': ['count'],
  'configuration.applies': ['branch'],
  'configuration.applies-here': ['branch'],
  'configuration.rejected': [],
  'configuration.problem': ['path', 'line', 'column', 'key', 'message'],
  'configuration.suggestion': ['suggestion'],
  'configuration.changes': [],
  'configuration.mode': ['before', 'after'],
  'configuration.enforce': ['mode'],
  'configuration.setting': ['key', 'before', 'after'],
  'configuration.unset': [],
  'configuration.policies-on': ['count'],
  'configuration.policies-off': ['count'],
  'configuration.settings': ['count'],
  'configuration.groups': ['count'],
  'configuration.exemptions-added': ['count'],
  'configuration.exemptions-removed': ['count'],
  'configuration.failing': ['count'],
  'configuration.passing': ['count'],

  'report.title': ['owner'],
  'report.compared': ['date', 'before'],
  'report.source': ['command'],
  'report.plain.title': [],
  'report.plain.repositories': ['count', 'owner', 'public'],
  'report.plain.met': ['share'],
  'report.plain.unjudged': [],
  'report.plain.more': ['before'],
  'report.plain.less': ['before'],
  'report.plain.same': [],
  'report.plain.waiting': ['count'],
  'report.plain.nobody-waits': [],
  'report.left-out': ['count'],
  'report.goals.title': [],
  'report.goals.none': [],
  'report.goals.how': [],
  'report.column.goal': [],
  'report.column.points': [],
  'report.column.under-way': [],
  'report.column.done': [],
  'report.trend.title': [],
  'report.trend.alt': ['from', 'first', 'to', 'last'],
  'report.trend.how': [],
  'report.policies.title': [],
  'report.column.policy': [],
  'report.column.met': [],
  'report.column.not-met': [],
  'report.column.unknown': [],
  'report.column.excused': [],
  'report.column.share': [],
  'report.column.before': [],
  'report.column.week': [],
  'report.changes.title': [],
  'report.changes.mended': ['count'],
  'report.changes.broken': ['count'],
  'report.changes.found': ['count'],
  'report.steps.title': [],
  'report.steps.none': [],
  'report.step.policy': ['count', 'policy'],
  'report.step.policy-why.error': [],
  'report.step.policy-why.warning': [],
  'report.step.policy-why.info': [],
  'report.step.answer': ['count', 'date'],
  'report.step.answer-why': [],
  'report.step.exemptions': ['count', 'date'],
  'report.step.exemptions-why': [],
  'report.step.let-see': ['count'],
  'report.step.let-see-why': [],
  'report.step.describe': ['count'],
  'report.step.describe-why': [],
  'report.risks.title': [],
  'report.risks.none': [],
  'report.risks.how': [],
  'report.risks.nobody': [],
  'report.risks.one-person': ['count', 'total'],
  'report.column.repository': [],
  'report.column.since': [],
  'report.column.owners': [],
  'report.exemptions.title': [],
  'report.exemptions.none': [],
  'report.column.until': [],
  'report.column.approver': [],
  'report.contributions.title': [],
  'report.contributions.unread': [],
  'report.contributions.how': ['link'],
  'report.contributions.cut': ['count'],
  'report.column.metric': [],
  'report.column.now': [],
  'report.chaoss.response': ['count', 'days'],
  'report.chaoss.closure': ['closed', 'opened', 'days'],
  'report.chaoss.absence': ['total'],
  'report.chaoss.releases': ['count'],
  'report.chaoss.waiting': [],
  'report.hours': ['count'],
  'report.days': ['count'],
  'report.licenses.title': [],
  'report.licenses.none': [],
  'report.licenses.unclear': [],
  'report.licenses.unknown': [],
  'report.column.license': [],
  'report.column.repositories': [],
  'report.sharing.title': [],
  'report.sharing.public': [],
  'report.sharing.open': [],
  'report.sharing.described': [],
  'report.sharing.used': [],
  'report.sharing.how': [],
  'report.dependencies.title': [],
  'report.dependencies.unknown': [],
  'report.issue.title': ['period'],
  'report.issue.note': [],
  'digest.improved': [],
  'digest.improved.none': [],
  'digest.improved.item': ['repository', 'policies'],
  'digest.waits': [],
  'digest.waits.item': ['contribution', 'date'],
  'digest.waits.none': [],
  'digest.thanks': [],
  'digest.thanks.people': ['names'],
  'digest.thanks.repositories': ['names'],
  'digest.thanks.everybody': [],

  'held.title': [],
  'held.first': ['owner'],
  'held.many': ['limit'],
  'held.share': ['limit'],
  'held.lately': ['limit'],
  'held.loosened': [],
  'held.candidate': [],
  'held.size': ['count', 'total', 'owner'],
  'held.kinds': [],
  'held.kind.issues': ['count'],
  'held.kind.issues-changed': ['count'],
  'held.kind.proposals': ['count'],
  'held.kind.proposals-changed': ['count'],
  'held.policies': [],
  'held.policy': ['count', 'policy'],
  'held.restricted': ['count'],
  'held.repositories': [],
  'held.approve': [],
  'held.how': ['command'],
  'held.approvers': ['names'],
  'held.no-approvers': ['key', 'file'],
  'held.operator': ['command'],
  'held.refused.another-plan': [],
  'held.refused.edited': [],
  'held.refused.not-approver': [],
  'held.undo': [],
  'held.released': ['approver'],
  'held.nothing': [],

  'welcome.pull-request': ['author', 'owner'],
  'welcome.issue': ['author', 'owner'],
  'welcome.back': ['author'],
  'welcome.program': [],
  'missing.title': [],
  'missing.nothing': [],
  'missing.unknown': [],
  'missing.sign-offs': ['count'],
  'missing.sign-off-why': ['link'],
  'missing.with-git': [],
  'missing.in-browser': [],
  'missing.commits': ['count'],
  'missing.policies': ['count', 'owner'],
  'missing.check': ['check'],
  'next.title': [],
  'next.review': [],
  'next.issue': [],
  'next.promise': ['count', 'date'],
  'next.broken': ['date'],
  'next.update': [],
  'ask.title': [],
  'ask.here': [],
  'ask.contributing': ['file'],
  'ask.support': ['place'],
  'ask.owners-file': ['file'],
  'thanks.first': ['author', 'owner'],
  'thanks.again': ['author'],
  farewell: ['author'],
  'language.help': ['command', 'languages'],
  'locked.note': [],
  'waiting.title': [],
  'waiting.intro': ['count'],
  'waiting.item': ['contribution', 'opened', 'until'],
  'waiting.restricted': ['count'],
  'waiting.how': [],
  'waiting.nobody': [],
  'waiting.contact': ['count', 'contact'],

  'goal.usage': [],
  'goal.trust': [],
  'goal.culture': [],
  'goal.engagement': [],
  'goal.strategy': [],
  'role.developer': [],
  'role.team-leader': [],
  'role.decision-maker': [],
  'board.goal': ['goal', 'roles'],
  'board.why': [],
  'board.first-step': [],
  'board.points': [],
  'board.tick': [],
  'board.part.alternative': [],
  'board.part.questionnaire': [],
  'board.part.levels': [],
  'board.part.added': [],
  'board.attach': ['what'],
  'board.scorecard': [],
  'board.scorecard.description': [],
  'board.scorecard.description-hint': [],
  'board.scorecard.assessment': [],
  'board.scorecard.assessment-hint': [],
  'board.scorecard.objectives': [],
  'board.scorecard.objectives-hint': [],
  'board.scorecard.tools': [],
  'board.scorecard.tools-hint': [],
  'board.scorecard.notes': [],
  'board.scorecard.notes-hint': [],
  'board.next': [],
  'board.handbook': ['link'],
  'board.source': ['handbook', 'publisher', 'license'],
  'board.yours': [],

  'agreement.heading': [],
  'agreement.unsigned': ['count'],
  'agreement.why': ['owner'],
  'agreement.asked': ['people'],
  'agreement.sign': ['link', 'revision'],
  'agreement.sentence': ['agreement', 'revision'],
  'agreement.company': ['link'],
  'agreement.either': [],
  'agreement.changed': ['people', 'date'],
  'agreement.until': ['date'],
  'agreement.too-different': [],
  'agreement.problem.not-alone': [],
  'agreement.problem.edited': [],
  'agreement.problem.outdated': [],
  'agreement.problem.asks-more': [],
  'agreement.problem.not-signed': [],

  'recheck.help': ['command'],

  'ledger.title': [],
  'ledger.intro': [],
  'ledger.head': ['day', 'count'],
  'ledger.how': ['command'],
  'ledger.lost': [],

  footer: ['office'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type SentenceKey = keyof typeof SENTENCES;
type ArgumentName<K extends SentenceKey> = (typeof SENTENCES)[K][number];
type ArgumentsOf<K extends SentenceKey> = [ArgumentName<K>] extends [never]
  ? []
  : [args: { readonly [N in ArgumentName<K>]: N extends 'count' ? number : string | number }];

/** Speaks one language. */
export interface Words {
  readonly language: Language;
  /**
   * The sentence with its arguments put in as they are: whoever puts it into Markdown has escaped them for their place.
   * @example say('section.line', { path: markdownCode(path), line: 3 })
   */
  readonly say: <K extends SentenceKey>(key: K, ...args: ArgumentsOf<K>) => string;
  /** A policy's own text in this language, where the catalogue has it (`policy.<id>.<part>`); else the English one given. */
  readonly policyText: (id: string, part: 'title' | 'rationale' | 'remediation', english: string) => string;
}

/** What a language says; where its catalogue has a gap, English, with English plurals and numbers. */
export function wordsIn(language: Language, catalogues: Catalogues): Words {
  const catalogue = catalogues[language] ?? {};
  return {
    language,
    say: (key, ...[given]) => {
      const args: Readonly<Record<string, string | number>> = given ?? {};
      const sentence = find(catalogue, language, key, args);
      if (sentence !== null) return fill(sentence, language, args);
      const english = find(catalogues.en, 'en', key, args);
      if (english === null) throw new Error(`No catalogue has the sentence ${key}`);
      return fill(english, 'en', args);
    },
    policyText: (id, part, english) => own(catalogue, `policy.${id}.${part}`) ?? english,
  };
}

function find(
  catalogue: Catalogue,
  language: Language,
  key: string,
  { count }: Readonly<Record<string, string | number>>,
): string | null {
  if (typeof count !== 'number') return own(catalogue, key);
  const form = new Intl.PluralRules(language).select(count);
  return own(catalogue, `${key}.${form}`) ?? own(catalogue, `${key}.other`);
}

function own(catalogue: Catalogue, key: string): string | null {
  return Object.hasOwn(catalogue, key) ? (catalogue[key] ?? null) : null;
}

function fill(sentence: string, language: Language, args: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    if (value === undefined) return placeholder;
    return name === 'count' && typeof value === 'number'
      ? new Intl.NumberFormat(language).format(value)
      : String(value);
  });
}

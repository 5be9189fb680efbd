import type { z } from 'zod';
import type { Fact } from '../../core/fact.ts';
import type { PointKey } from '../activities.ts';
import { type EvidenceRecord, type Figure, type Fold, foldRecords, meets } from './figure.ts';
import type { OrganizationFactName, OrganizationFacts, OrganizationSnapshot } from './organization-facts.ts';

/** What a machine can say of a point. That it says nothing is no word against it. */
export const EVIDENCE_OUTCOMES = ['supported', 'contradicted', 'no-evidence'] as const;
export type EvidenceOutcome = (typeof EVIDENCE_OUTCOMES)[number];

/** When something is measured. */
export interface Moment {
  /** YYYY-MM-DD (UTC). */
  readonly day: string;
}

/** Why a figure that meets its threshold is not enough. */
export interface Objection {
  readonly outcome: Exclude<EvidenceOutcome, 'supported'>;
  readonly says: string;
}

/** A case in the manual that is a test too. */
export interface EvidenceExample<Facts, Options> {
  readonly name: string;
  readonly facts: Facts;
  readonly options?: Partial<Options>;
  readonly expect: EvidenceOutcome;
  /** What the figure comes to. */
  readonly value: number | null;
}

/** The evidence for one point as its author writes it. */
export interface EvidenceDefinition<
  N extends OrganizationFactName,
  G extends OrganizationFactName,
  O extends z.ZodObject,
> {
  readonly key: PointKey;
  /** The facts it rests on. Where one is unavailable the engine answers that it cannot be seen. */
  readonly needs: readonly N[];
  /** Facts that it mentions where they are known. Nothing rests on them. */
  readonly glances?: readonly G[];
  /** The beginnings of the names of the documents that it looks for. */
  readonly documents?: readonly string[];
  readonly options: O;
  readonly figure: Fold;
  threshold(options: z.output<O>): number;
  /** One sentence: how the figure came about. */
  readonly computed: string;
  /** What the point asks for beyond what was looked at; null: nothing. */
  readonly leavesOpen: string | null;
  /** However good the figure, the point is supported in part only. */
  readonly isPartial?: true;
  /** It tells of settings and weaknesses: only for those who have rights. */
  readonly isRestricted?: true;
  /** What a figure means that misses its threshold. `contradicted` only where GitHub itself is what is asked about. */
  readonly unmet: Objection['outcome'];
  /** Said where the list is empty. */
  readonly nothing: string;
  /**
   * One sentence with the figure. It stays the same from day to day while nothing changes: an age is told by its date, or
   * by the threshold that it keeps.
   */
  says(figure: Figure, glanced: Glanced<G>, judged: { readonly isMet: boolean; readonly threshold: number }): string;
  /** The list behind the figure. Pure. */
  list(facts: Pick<OrganizationFacts, N>, options: z.output<O>, moment: Moment): readonly EvidenceRecord[];
  /** Judges what the threshold cannot: a reason against support, or another word than `unmet`. */
  object?(
    facts: Pick<OrganizationFacts, N>,
    options: z.output<O>,
    moment: Moment & { readonly figure: Figure; readonly isMet: boolean },
  ): Objection | null;
  readonly examples: readonly EvidenceExample<Pick<OrganizationFacts, N>, z.output<O>>[];
}

export type Glanced<G extends OrganizationFactName> = { readonly [K in G]: OrganizationFacts[K] | null };

/** The evidence for one point as the engine and the manual see it. */
export interface Evidence {
  readonly key: PointKey;
  readonly needs: readonly OrganizationFactName[];
  readonly glances: readonly OrganizationFactName[];
  readonly documents: readonly string[];
  readonly options: z.ZodObject;
  readonly figure: Fold;
  readonly computed: string;
  readonly leavesOpen: string | null;
  readonly isPartial: boolean;
  readonly isRestricted: boolean;
  readonly unmet: Objection['outcome'];
  readonly mayObject: boolean;
  readonly examples: readonly EvidenceExample<object, Readonly<Record<string, unknown>>>[];
  thresholdFor(options: object): number;
  /** @param facts the values of all facts in `needs`; @param options as parsed by the `options` schema */
  measure(facts: object, glanced: object, options: object, moment: Moment): Measured;
}

/** What came of measuring. */
export interface Measured {
  readonly outcome: EvidenceOutcome;
  readonly figure: Figure;
  readonly says: string;
  readonly records: readonly EvidenceRecord[];
}

/** Everything that is known of a point by measuring. Plain data. */
export interface Measurement {
  readonly key: PointKey;
  readonly outcome: EvidenceOutcome;
  /** null where a fact is missing: then it cannot be seen, and `says` tells why. */
  readonly figure: Figure | null;
  readonly threshold: number;
  readonly says: string;
  readonly computed: string;
  readonly leavesOpen: string | null;
  readonly isPartial: boolean;
  readonly isRestricted: boolean;
  readonly records: readonly EvidenceRecord[];
  /** YYYY-MM-DD (UTC). */
  readonly day: string;
}

/** Turns a definition into evidence; the compiler holds its facts, options and examples together. */
export function defineEvidence<
  const N extends OrganizationFactName,
  O extends z.ZodObject,
  const G extends OrganizationFactName = never,
>(definition: EvidenceDefinition<N, G, O>): Evidence {
  const { key, needs, options, figure, computed, leavesOpen, unmet, examples } = definition;
  return {
    ...{ key, needs, options, figure, computed, leavesOpen, unmet },
    glances: definition.glances ?? [],
    documents: definition.documents ?? [],
    isPartial: definition.isPartial ?? false,
    isRestricted: definition.isRestricted ?? false,
    mayObject: definition.object !== undefined,
    examples: examples as Evidence['examples'],
    thresholdFor: (given) => definition.threshold(given as z.output<O>),
    measure: (facts, glanced, given, moment) =>
      measureOne(definition, facts as Pick<OrganizationFacts, N>, glanced as Glanced<G>, given as z.output<O>, moment),
  };
}

function measureOne<N extends OrganizationFactName, G extends OrganizationFactName, O extends z.ZodObject>(
  definition: EvidenceDefinition<N, G, O>,
  facts: Pick<OrganizationFacts, N>,
  glanced: Glanced<G>,
  options: z.output<O>,
  moment: Moment,
): Measured {
  const records = definition.list(facts, options, moment);
  const figure = foldRecords(definition.figure, records, moment.day);
  if (records.length === 0) return { outcome: 'no-evidence', figure, says: definition.nothing, records };
  const threshold = definition.threshold(options);
  const isMet = meets(figure, threshold);
  const says = definition.says(figure, glanced, { isMet, threshold });
  const objection = definition.object?.(facts, options, { ...moment, figure, isMet }) ?? null;
  if (objection !== null) return { outcome: objection.outcome, figure, says: `${says} ${objection.says}`, records };
  // Nothing to compute it from is silence, and silence contradicts nothing.
  const missed = figure.value === null ? 'no-evidence' : definition.unmet;
  return { outcome: isMet ? 'supported' : missed, figure, says, records };
}

/** What the organisation says of each point's options, as parsed; what it does not say has its default. */
export type EvidenceOptions = ReadonlyMap<string, object>;

/**
 * Measures points. Where a needed fact is unavailable a point has no evidence, with the reason: the engine says so, and
 * nothing is asked of its file.
 * @param day YYYY-MM-DD (UTC)
 */
export function measureAll(
  evidence: readonly Evidence[],
  snapshot: OrganizationSnapshot,
  options: EvidenceOptions,
  day: string,
): Measurement[] {
  return evidence.map((one) => {
    const given = options.get(one.key) ?? one.options.parse({});
    const { key, computed, leavesOpen, isPartial, isRestricted } = one;
    const frame = { key, computed, leavesOpen, isPartial, isRestricted, threshold: one.thresholdFor(given), day };
    const missing = one.needs.map((name) => snapshot[name]).find(({ status }) => status === 'unavailable');
    if (missing?.status === 'unavailable') {
      const says = `This cannot be seen: ${missing.reason}`;
      return { ...frame, outcome: 'no-evidence', figure: null, says, records: [] };
    }
    const facts = Object.fromEntries(one.needs.map((name) => [name, valueIn(snapshot[name])]));
    const glanced = Object.fromEntries(one.glances.map((name) => [name, valueIn(snapshot[name])]));
    return { ...frame, ...one.measure(facts, glanced, given, { day }) };
  });
}

function valueIn(fact: Fact<unknown>): unknown {
  return fact.status === 'known' ? fact.value : null;
}

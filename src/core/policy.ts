import type { z } from 'zod';
import type { WatchedFiles } from './files.ts';
import type { Finding, Outcome } from './finding.ts';
import type { FactName, FactsOf, Subject } from './snapshot.ts';
import type { Disclosure, Severity } from './verdict.ts';

/** What a message is told; `path` and `line`, where given, also become the finding's place. */
export type MessageArguments = Readonly<Record<string, unknown>> & {
  readonly path?: string | undefined;
  readonly line?: number | undefined;
};

/** code → one sentence. */
// biome-ignore lint/suspicious/noExplicitAny: a message's arguments are its own; `never` would lose them when inferred
export type Messages = Readonly<Record<string, (args: any) => string>>;

type ArgumentsOf<M extends Messages, C extends keyof M> =
  Parameters<M[C]> extends [] ? [] : [args: Parameters<M[C]>[0]];

/** Makes a finding of one outcome: its code, and what its message wants to know. */
export type Report<M extends Messages> = <C extends keyof M & string>(code: C, ...args: ArgumentsOf<M, C>) => Finding;

export interface Reports<M extends Messages> {
  readonly pass: Report<M>;
  readonly fail: Report<M>;
  readonly notApplicable: Report<M>;
}

/** What the manual says of a policy. */
export interface PolicyMeta {
  /** One line, a noun: what is demanded. */
  readonly title: string;
  /** Why it matters, for a public servant as well as a maintainer. */
  readonly rationale: string;
  /** What to do, step by step. */
  readonly remediation: string;
  /** How a fail is treated where the organisation says nothing. */
  readonly severity: Severity;
  readonly disclosure: Disclosure;
  readonly lifecycle: 'stable' | 'experimental' | 'deprecated';
  /** Judges only where the organisation chooses it: not everybody is meant to meet it. */
  readonly isChosen?: true;
  readonly references: readonly string[];
  /** Keys of the points of good governance for which its verdicts speak (`src/ggi/`). */
  readonly points?: readonly string[];
}

/** A file that would mend a failing policy. */
export interface PolicyProposal {
  /** Where it goes, from the root. */
  readonly path: string;
  /** A file of `templates/proposals/`, or the text of the organisation's default licence. */
  readonly source: { readonly template: string } | 'default-license';
  /** It mends only these findings. */
  readonly mends: readonly string[];
}

/** A case in the manual that is a test too. */
export interface PolicyExample<Facts, Options, Codes extends string> {
  readonly name: string;
  readonly facts: Facts;
  readonly options?: Partial<Options>;
  /** `outcome code` of each finding, in order. */
  readonly expect: readonly `${Outcome} ${Codes}`[];
}

/** A policy as its author writes it. */
export interface PolicyDefinition<S extends Subject, N extends FactName<S>, O extends z.ZodObject, M extends Messages> {
  /** kebab-case, the file's name; never reused. */
  readonly id: string;
  readonly subject: S;
  readonly meta: PolicyMeta;
  /** The facts it reads. Where one is unavailable the engine answers `unknown`, and `evaluate` is not called. */
  readonly needs: readonly N[];
  /** The files it looks at; null when it looks at none. */
  readonly watches: WatchedFiles | null;
  /** Files that are read along where the repository is looked at anyway. */
  readonly samples?: WatchedFiles;
  readonly options: O;
  readonly messages: M;
  readonly proposal: PolicyProposal | null;
  readonly examples: readonly PolicyExample<Pick<FactsOf[S], N>, z.output<O>, keyof M & string>[];
  /** Pure and synchronous; throws for nothing that it finds in a repository. */
  evaluate(facts: Pick<FactsOf[S], N>, options: z.output<O>, report: Reports<M>): readonly Finding[];
}

/** A policy as the engine and the manual see it: the same, with its own types forgotten. */
export interface Policy {
  readonly id: string;
  readonly subject: Subject;
  readonly meta: PolicyMeta;
  readonly needs: readonly string[];
  readonly watches: WatchedFiles | null;
  readonly samples?: WatchedFiles;
  readonly options: z.ZodObject;
  readonly messages: readonly string[];
  readonly proposal: PolicyProposal | null;
  readonly examples: readonly PolicyExample<object, Readonly<Record<string, unknown>>, string>[];
  /** @param facts the values of all facts in `needs`; @param options as parsed by the `options` schema */
  judge(facts: object, options: object): readonly Finding[];
}

/** Only a settled policy judges unasked, and only one that is meant for everybody. */
export function isOnByDefault({ meta }: Pick<Policy, 'meta'>): boolean {
  return meta.lifecycle === 'stable' && meta.isChosen !== true;
}

/** Turns a definition into a policy; the compiler holds its codes, arguments, facts and examples together. */
export function definePolicy<S extends Subject, const N extends FactName<S>, O extends z.ZodObject, M extends Messages>(
  definition: PolicyDefinition<S, N, O, M>,
): Policy {
  const { messages, evaluate, examples, ...rest } = definition;
  const reports: Reports<M> = {
    pass: reporter(messages, 'pass'),
    fail: reporter(messages, 'fail'),
    notApplicable: reporter(messages, 'not-applicable'),
  };
  return {
    ...rest,
    messages: Object.keys(messages),
    examples: examples as Policy['examples'],
    judge: (facts, options) => evaluate(facts as Pick<FactsOf[S], N>, options as z.output<O>, reports),
  };
}

function reporter<M extends Messages>(messages: M, outcome: Outcome): Report<M> {
  return (code, ...[args]) => {
    const place: MessageArguments = args ?? {};
    return {
      outcome,
      code,
      message: messages[code]?.(args) ?? code,
      path: place.path ?? null,
      line: place.line ?? null,
    };
  };
}

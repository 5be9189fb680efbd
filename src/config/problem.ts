/** Something wrong in a configuration file, said so that its author can mend it. Texts are not yet escaped for any place. */
export interface ConfigurationProblem {
  /** The file, as it was called when it was read. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** `policies.license-approved.allowed[2]`; empty for the file as a whole. */
  readonly key: string;
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion: string | null;
}

import type { ApiAnswer } from './rest/route.ts';
import type { Json } from './state.ts';

/** GitHub's published description, as the server holds requests and answers against it. */
export interface Contract {
  readonly violations: readonly string[];
  /** Throws 422 for a body that does not fit. */
  checkRequest(route: string, body: Json): void;
  /** Throws, and notes a violation, for an answer that does not fit. */
  checkAnswer(route: string, answer: ApiAnswer): void;
}

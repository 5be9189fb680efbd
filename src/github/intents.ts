import type { Action } from '../plan/action.ts';

/** What GitHub calls a thing of ours. */
export interface ExternalId {
  readonly id: number;
  readonly nodeId: string | null;
  /** Of an issue or pull request. */
  readonly number: number | null;
  /** The commit that we made last, for a proposal. */
  readonly headSha: string | null;
}

/** How far an action had come when it was last tried. */
export type IntentState =
  /** It was never sent, or was refused: it may be sent. */
  | {
      readonly status: 'intended';
      /** The store may have forgotten that it stands: look before it is sent. */
      readonly isUnsure: boolean;
    }
  /** It was sent and nobody knows whether GitHub carried it out: look before it is sent again. */
  | { readonly status: 'sent'; readonly secondsAgo: number }
  /** The thing stands. */
  | { readonly status: 'done'; readonly external: ExternalId }
  /** It was sent three times without an answer: left alone for some hours, or until something else is to be written. */
  | { readonly status: 'dead' };

/**
 * Remembers, across crashes, what was about to be written. Each call is committed before it returns, so that for every
 * write either the answer is known, or it is known that it is not.
 */
export interface Intents {
  begin(action: Action): Promise<IntentState>;
  /** What stood is proved to be gone: it is to be made anew. */
  renew(action: Action, gone: ExternalId): Promise<IntentState>;
  /** Before a commit of ours becomes the head of its branch. */
  moving(action: Action, headSha: string): Promise<void>;
  /** Just before the request. Throws when another worker was faster, or when the content limits say to wait. */
  sending(action: Action): Promise<void>;
  done(action: Action, external: ExternalId): Promise<void>;
  /**
   * The thing was found to stand, made by a request whose answer was lost.
   * @returns whether it has this action's content, and not that of an earlier one
   */
  adopt(action: Action, external: ExternalId): Promise<boolean>;
  /** GitHub said no: nothing was written. */
  refused(action: Action, reason: string): Promise<void>;
}

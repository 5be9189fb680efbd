import type { Octokit } from '@octokit/rest';
import type { GitHub } from './client.ts';
import type { ExternalId, Intents } from './intents.ts';
import type { Rights } from './rights.ts';

/** What carries actions out. */
export interface Executor {
  readonly github: GitHub;
  readonly installationId: number;
  /** The login under which the app writes, `portreeve[bot]`. */
  readonly botLogin: () => Promise<string>;
  readonly appId: number;
  readonly rights: Rights;
  readonly intents: Intents;
  readonly listLagSeconds: number;
  /** Puts the hidden marker of a key under a text; and tells whether a text bears it. */
  readonly marker: {
    readonly add: (body: string, key: string) => string;
    readonly isOn: (body: string, key: string) => boolean;
    /** Bears it, whoever signed it: the key may be lost. */
    readonly isNamedOn: (body: string, key: string) => boolean;
  };
}

/** How one kind of action is done: each step is harmless when it is repeated. */
export interface Execution {
  /** Looks whether the thing stands already, though we do not know its id: by app and marker, never by title. */
  readonly find: (() => Promise<ExternalId | null>) | null;
  readonly write: (writer: Octokit) => Promise<ExternalId>;
}

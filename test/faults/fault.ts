import type { Repository } from '../github/index.ts';
import type { Stage } from './stage.ts';

/** One of the faults F1–F31: how it comes over the app, and what is to be compared afterwards. */
export interface FaultCase {
  /** As in the list of faults: `F7`. */
  readonly id: string;
  /** What goes wrong, in a few words. */
  readonly title: string;
  /**
   * `whole`: everything that ever stood, closed issues included, is as without the fault.
   * `present`: what stands at the end is. For faults that hide for hours what people do: what was broken and mended
   * meanwhile nobody ever heard of.
   */
  readonly compares: 'whole' | 'present';
  /** Why it cannot be tried on this machine; null: it can. */
  readonly impossible?: () => Promise<string | null>;
  /** Opens a stage that is made for it; the usual one unless told. */
  readonly open?: (open: StageOpener) => Promise<Stage>;
  /** Installs the app and lives through the rounds, with the fault at work; ends when the fault has passed. */
  during(life: Life): Promise<Struck>;
}

export type StageOpener = (databaseUrl?: string) => Promise<Stage>;

/** What a fault has to come over. */
export interface Life {
  readonly stage: Stage;
  /** Numbers from 0 to 1, the same for the same seed and fault. */
  readonly random: () => number;
  /** How many rounds there are. */
  readonly count: number;
  /** How many requests the same life takes without a fault. */
  readonly usualRequests: number;
  /** Starts the app and has it installed. */
  begin(): Promise<void>;
  /** Lives all rounds, with something to do before each. */
  rounds(before?: (round: number) => void | Promise<void>): Promise<void>;
}

export interface Struck {
  /** How often it struck. A fault that never did proves nothing. */
  readonly times: number;
  /** From this place in GitHub's log on, what was acknowledged has to be found; from its beginning unless told. */
  readonly acknowledgedFrom?: number;
  /** Repositories in which people did something else than without the fault; the fault itself says what must hold there. */
  readonly apart?: readonly Repository[];
  /** What else had to hold and did not, in words. */
  readonly broken?: readonly string[];
}

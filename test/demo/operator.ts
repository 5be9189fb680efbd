import { run } from '../../src/cli/run.ts';
import type { Exhibit } from './scenes.ts';

/** Whoever runs Portreeve, at a command line beside it. */
export interface Operator {
  /** In which commands find and leave files. */
  readonly folder: string;
  /** Gives a command, and shows what it printed. */
  run(args: readonly string[]): Promise<Extract<Exhibit, { readonly kind: 'command' }>>;
  /** Resolves when everything that was set going is done with. */
  settled(): Promise<void>;
}

export function openOperator(dataFolder: string, settled: () => Promise<void>, now: () => Date): Operator {
  return {
    folder: dataFolder,
    settled,
    async run(args) {
      const printed: string[] = [];
      const stream = { isColoured: false, width: null, write: (text: string) => void printed.push(text) };
      const code = await run(args, {
        folder: dataFolder,
        out: stream,
        err: stream,
        now,
        environment: { PORTREEVE_DATA: dataFolder },
        isDebugged: false,
      });
      return { kind: 'command', command: `portreeve ${args.join(' ')}`, output: printed.join('').trimEnd(), code };
    },
  };
}

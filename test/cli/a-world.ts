import { run } from '../../src/cli/run.ts';

/** What a command line did. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, from a folder. */
export async function runIn(folder: string, ...args: readonly string[]): Promise<Ran> {
  let out = '';
  let err = '';
  const plain = { isColoured: false, width: null };
  const code = await run(args, {
    folder,
    out: { ...plain, write: (text) => (out += text) },
    err: { ...plain, write: (text) => (err += text) },
    now: () => new Date('2026-11-23T12:00:00Z'),
    environment: {},
    isDebugged: false,
  });
  return { code, out, err };
}

import type { FaultCase, Life, Struck } from './fault.ts';
import { type Fate, inProcesses } from './processes.ts';

// The process is killed.

/** Every step of the way that can be the last, on which GitHub or the database has something that the other has not. */
const STEPS = [
  'intake:before-commit',
  'intake:after-commit',
  'intake:before-answer',
  'intake:after-answer',
  'dispatch:claimed',
  'dispatch:before-commit',
  'dispatch:after-commit',
  'task:collected',
  'task:configured',
  'task:evaluated',
  'task:planned',
  'task:executed',
  'task:recorded',
] as const;
const KINDS = [
  'create-issue',
  'update-issue',
  'report-check-run',
  'open-proposal',
  'update-proposal',
  'set-proposal-state',
  'react',
] as const;
const steps = (step: 'intended' | 'sent' | 'answered' | 'done') => KINDS.map((kind) => `task:${step} ${kind}`);

function shuffled<T>(random: () => number, list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

async function killed({ stage, begin, rounds }: Life, fates: readonly Fate[]): Promise<Struck> {
  const processes = inProcesses(stage, stage.databaseUrl, fates[Symbol.iterator]());
  stage.runner = processes;
  await begin();
  await rounds();
  return { times: processes.events.length };
}

/** One process dies at whichever of these steps it comes to first, the next at one of the others. */
function* eachOnce(
  life: Life,
  left: Set<string>,
  most: number,
  events: () => readonly { at: string }[],
): Generator<Fate> {
  for (let count = 0; count < most; count += 1) {
    for (const { at } of events()) left.delete(at);
    if (left.size === 0) return;
    yield { deadly: Object.fromEntries(shuffled(life.random, [...left]).map((step) => [step, 1])) };
  }
}

async function killedAt(life: Life, at: readonly string[], most: number): Promise<Struck> {
  const { stage, begin, rounds } = life;
  const left = new Set(at);
  const processes = inProcesses(
    stage,
    stage.databaseUrl,
    eachOnce(life, left, most, () => processes.events),
  );
  stage.runner = processes;
  await begin();
  await rounds();
  return { times: processes.events.length };
}

/** So many deaths for a short life; as many as it takes for a long one. */
const most = ({ count }: Life, many: number) => (count < 10 ? 2 : many);

export const KILLED: readonly FaultCase[] = [
  {
    id: 'F1',
    title: 'kill -9, at random',
    compares: 'whole',
    during: (life) =>
      killed(
        life,
        Array.from({ length: most(life, 200) }, () => ({ deadlyAfter: 5 + Math.floor(life.random() * 40) })),
      ),
  },
  {
    id: 'F2',
    title: 'kill -9 at each step of the way, before and after each commit',
    compares: 'whole',
    during: (life) =>
      killedAt(
        life,
        shuffled(life.random, [...STEPS, ...steps('intended'), ...steps('sent'), ...steps('done')]),
        most(life, 60),
      ),
  },
  {
    id: 'F12',
    title: 'kill -9 between a write and the note that it was made',
    compares: 'whole',
    during: (life) => killedAt(life, steps('answered'), most(life, 20)),
  },
];

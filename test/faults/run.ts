import type { Repository } from '../github/index.ts';
import type { TestBackend } from '../support/database.ts';
import type { FaultCase, Life } from './fault.ts';
import { brokenPromises, differing, type Ending, endingOf, lost, madeTwice, visibleWrites } from './judge.ts';
import { brokenLedgers, type Signed, signedIn } from './ledgers.ts';
import { presentPicture, wholePicture } from './picture.ts';
import { seeded } from './random.ts';
import { type Dimensions, MINUTES_A_LOOK, openStage, type Stage } from './stage.ts';

/** What came of one fault: a line of the table. */
export interface FaultResult {
  readonly id: string;
  readonly title: string;
  /** Why it could not be tried; then nothing else is known. */
  readonly impossible: string | null;
  readonly deliveries: number;
  readonly requests: number;
  readonly struck: number;
  readonly lost: number;
  readonly twice: number;
  readonly differing: number;
  /** Visible writes of a second sweep. */
  readonly idleWrites: number;
  /** Minutes by GitHub's clock from the end of the fault until the state was as without it. */
  readonly healedAfter: number;
  readonly deadLetters: number;
  /** What did not hold, in words; none: passed. */
  readonly broken: readonly string[];
  readonly seconds: number;
}

/** The run without faults. */
export interface Reference {
  readonly rounds: number;
  readonly deliveries: number;
  readonly requests: number;
  readonly ending: Ending;
  readonly signed: Signed;
}

const MINUTE = 60_000;
/** The five-minutely looks that may heal before the night's sweep has to. */
const MOST_LOOKS = 3;
const MOST_SWEEPS = 2;

/** Lives the same life without a fault, for as many rounds as it takes to make so many deliveries. */
export async function runReference(
  backend: TestBackend,
  dimensions: Dimensions,
  deliveries: number,
): Promise<Reference> {
  const stage = await openStage(backend, dimensions);
  try {
    await stage.runner.start();
    await stage.install();
    let rounds = 0;
    for (; stage.github.webhooks.log.length < deliveries || rounds < 2; rounds += 1) await stage.round();
    const { github } = stage;
    const result = {
      rounds,
      deliveries: github.webhooks.log.length,
      requests: github.requests.length,
      ending: endingOf(stage),
      signed: await signedIn(stage),
    };
    await stage.sweep();
    const before = visibleWrites(stage);
    await stage.sweep();
    const dead = await stage.jobs.deadLetters();
    const problems = [
      ...(visibleWrites(stage) === before ? [] : ['a second sweep writes']),
      ...dead.map(({ error }) => `a job died: ${error}`),
      ...differing(result.ending.whole, endingOf(stage).whole).map((name) => `sweeps change ${name}`),
      ...brokenPromises(stage, result.ending, result.ending),
      ...(await brokenLedgers(stage, result.signed)),
      ...(await lost(stage, 0)).map((guid) => `${guid} is lost`),
    ];
    if (problems.length > 0) throw new Error(`Without any fault: ${problems.join('; ')}`);
    return result;
  } finally {
    await stage.close();
  }
}

/** Lives the same life with a fault, lets it heal, and compares. */
export async function runFault(
  backend: TestBackend,
  dimensions: Dimensions,
  reference: Reference,
  fault: FaultCase,
): Promise<FaultResult> {
  const since = performance.now();
  const seconds = () => Math.round((performance.now() - since) / 100) / 10;
  const { id, title } = fault;
  const impossible = (await fault.impossible?.()) ?? null;
  if (impossible !== null) {
    const none = { deliveries: 0, requests: 0, struck: 0, lost: 0, twice: 0, differing: 0, idleWrites: 0 };
    return { id, title, impossible, ...none, healedAfter: 0, deadLetters: 0, broken: [], seconds: seconds() };
  }
  const usual = (databaseUrl?: string) => openStage(backend, dimensions, databaseUrl);
  const stage = await (fault.open?.(usual) ?? usual());
  try {
    const struck = await fault.during(lifeOf(stage, fault, dimensions.seed, reference));
    const healed = await heal(stage, fault, reference, struck.apart ?? []);
    const ending = endingOf(stage, struck.apart);
    const gone = await lost(stage, struck.acknowledgedFrom ?? 0);
    const twice = madeTwice(reference.ending.things, ending.things);
    const broken = [
      ...(struck.times > 0 ? [] : ['the fault never struck']),
      ...(struck.broken ?? []),
      ...gone.slice(0, 3).map((guid) => `I3: ${guid} was acknowledged and is lost`),
      ...twice.slice(0, 3).map((thing) => `I2: made twice: ${thing}`),
      ...healed.differing.slice(0, 3).map((name) => `I1: ${name} differs`),
      ...(healed.idleWrites === 0 ? [] : [`I7: a second sweep writes ${healed.idleWrites} times`]),
      ...(await brokenLedgers(stage, reference.signed)),
      ...brokenPromises(stage, reference.ending, ending),
    ];
    return {
      id,
      title,
      impossible,
      deliveries: stage.github.webhooks.log.length,
      requests: stage.github.requests.length,
      struck: struck.times,
      lost: gone.length,
      twice: twice.length,
      differing: healed.differing.length,
      idleWrites: healed.idleWrites,
      healedAfter: healed.minutes,
      deadLetters: (await stage.jobs.deadLetters()).length,
      broken,
      seconds: seconds(),
    };
  } finally {
    await stage.close();
  }
}

function lifeOf(
  stage: Stage,
  { id }: FaultCase,
  seed: number,
  { rounds: count, requests: usualRequests }: Reference,
): Life {
  const random = seeded(seed * 100 + Number(id.slice(1)));
  return {
    stage,
    random,
    count,
    usualRequests,
    async begin() {
      await stage.runner.start();
      await stage.install();
    },
    async rounds(before = () => {}) {
      for (let round = 0; round < count; round += 1) {
        await before(round);
        await stage.round();
      }
    },
  };
}

/** The fault has passed: only the clock moves, until all is as it should be. Then two sweeps find nothing to do. */
async function heal(
  stage: Stage,
  { compares }: FaultCase,
  { ending }: Reference,
  apart: readonly Repository[],
): Promise<{ differing: string[]; minutes: number; idleWrites: number }> {
  const since = stage.github.clock.now();
  const picture = compares === 'whole' ? wholePicture : presentPicture;
  const look = () => {
    const left = apart.map(({ owner, name }) => `${owner.login}/${name}`);
    return differing(ending[compares], picture(stage.region)).filter((name) => !left.includes(name));
  };
  await stage.settle();
  let left = look();
  for (let looks = 0; left.length > 0 && looks < MOST_LOOKS; looks += 1) {
    await stage.pass(MINUTES_A_LOOK);
    left = look();
  }
  for (let sweeps = 0; left.length > 0 && sweeps < MOST_SWEEPS; sweeps += 1) {
    await stage.sweep();
    left = look();
  }
  const minutes = Math.round((stage.github.clock.now() - since) / MINUTE);
  await stage.sweep();
  const writes = visibleWrites(stage);
  await stage.sweep();
  return { differing: look(), minutes, idleWrites: visibleWrites(stage) - writes };
}

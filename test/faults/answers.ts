import type { Fault, FaultRule, RecordedRequest } from '../github/index.ts';
import { REPOSITORY_WRITES } from '../support/write-routes.ts';
import type { FaultCase, Life, Struck } from './fault.ts';
import { inThisProcess } from './stage.ts';

// What goes wrong between Portreeve and GitHub's API.

const READS = [
  'POST /graphql',
  'GET /installation/repositories',
  'GET /app/installations/{installation_id}',
  'GET /repos/{owner}/{repo}/issues',
  'GET /repos/{owner}/{repo}/pulls',
  'GET /repos/{owner}/{repo}/git/ref/{ref}',
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
] as const;
const LISTS = [
  'GET /repos/{owner}/{repo}/issues',
  'GET /repos/{owner}/{repo}/pulls',
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
] as const;

/** Each of these routes fails in each of these ways: its first call in the first of them, then this share of its calls. */
function rules({ random }: Life, routes: readonly string[], faults: readonly Fault[], share: number): FaultRule[] {
  return routes.flatMap((route, index) =>
    faults.map((fault, which) => ({
      route,
      fault,
      call: ({ number }) => (number === 1 && index % faults.length === which) || random() < share / faults.length,
    })),
  );
}

/** From the installation on. */
async function under({ stage, begin, rounds }: Life, given: readonly FaultRule[]): Promise<Struck> {
  const active = given.map((rule) => stage.github.faults.add(rule));
  await begin();
  await rounds();
  stage.github.faults.clear();
  return { times: active.reduce((sum, { hits }) => sum + hits, 0) };
}

/** Once the app is installed: where what people do next hangs on what Portreeve wrote first. */
function laterUnder(life: Life, given: readonly FaultRule[]): Promise<Struck> {
  return life.begin().then(() => under({ ...life, begin: async () => {} }, given));
}

const LOST: readonly Fault[] = [{ kind: 'applyThenStatus', status: 502 }, { kind: 'applyThenReset' }];
const STALE: readonly Fault[] = [5_000, 30_000, 59_000].map((lag) => ({ kind: 'staleRead', lag }));
const TAKEN = { message: 'Validation Failed', errors: [{ message: 'A pull request already exists for town:x.' }] };
/** Long enough for an answer, short enough to wait for one that never comes. */
const IMPATIENT_MS = 1_500;

/** What a pause that GitHub asked for leaves room for: requests that were on their way. */
const ON_THE_WAY_MS = 5_000;

/** The requests of an installation that was told to wait, made before the time was over. */
function impatient(
  requests: readonly RecordedRequest[],
  isTold: (request: RecordedRequest) => boolean,
  seconds: number,
) {
  return requests.flatMap((told) => {
    if (!isTold(told)) return [];
    const [from, until] = [told.at + ON_THE_WAY_MS, told.at + (seconds - 1) * 1000];
    const early = requests.filter(
      ({ installationId, at }) => installationId === told.installationId && at > from && at < until,
    );
    return early.length === 0 ? [] : [`I8: told to wait ${seconds} s, and asked ${early[0]?.route} before`];
  });
}

async function told(life: Life, fault: Fault, seconds: number, isTold: (request: RecordedRequest) => boolean) {
  const struck = await under(life, rules(life, [...READS.slice(0, 2), ...REPOSITORY_WRITES], [fault], 1 / 12));
  return { ...struck, broken: impatient(life.stage.github.requests, isTold, seconds) };
}

export const ANSWERS: readonly FaultCase[] = [
  {
    id: 'F7',
    title: 'GitHub answers 500, 502 or 503: every tenth call, then all of a minute',
    compares: 'present',
    async during(life) {
      const { stage, random, begin, rounds, count } = life;
      await begin();
      const active = [500, 502, 503].map((status) =>
        stage.github.faults.add({ route: '*', call: () => random() < 1 / 30, fault: { kind: 'status', status } }),
      );
      await rounds((round) => {
        if (round !== Math.floor(count / 2)) return;
        const until = stage.github.clock.now() + 60_000;
        active.push(stage.github.faults.add({ route: '*', until, fault: { kind: 'status', status: 503 } }));
      });
      stage.github.faults.clear();
      return { times: active.reduce((sum, { hits }) => sum + hits, 0) };
    },
  },
  {
    id: 'F8',
    title: 'No answer, half of one, a cut connection',
    compares: 'whole',
    during(life) {
      const { stage } = life;
      stage.runner = inThisProcess(stage, stage.databaseUrl, { timeoutMs: IMPATIENT_MS });
      const broken: Fault[] = [{ kind: 'halfBody' }, { kind: 'reset' }];
      const silent: FaultRule[] = [
        { route: 'POST /repos/{owner}/{repo}/issues', call: 2, fault: { kind: 'applyThenTimeout' } },
        { route: 'POST /repos/{owner}/{repo}/pulls', call: 2, fault: { kind: 'timeout' } },
        { route: 'POST /graphql', call: [5, 15], fault: { kind: 'timeout' } },
      ];
      return under(life, [...silent, ...rules(life, [...READS, ...REPOSITORY_WRITES], broken, 1 / 12)]);
    },
  },
  {
    id: 'F9',
    title: 'Reads answer 404 for 403 and 403 for 404, or 200 with a page or nothing',
    compares: 'present',
    during: (life) =>
      laterUnder(
        life,
        rules(
          life,
          READS,
          [
            { kind: 'status', status: 404 },
            { kind: 'status', status: 403 },
            { kind: 'htmlBody' },
            { kind: 'emptyBody' },
          ],
          1 / 6,
        ),
      ),
  },
  {
    id: 'F10',
    title: 'A write is carried out and answered 502, or its answer is cut off',
    compares: 'whole',
    during: (life) => under(life, rules(life, REPOSITORY_WRITES, LOST, 1 / 4)),
  },
  {
    id: 'F11',
    title: 'The same, and lists do not show it for half a minute',
    compares: 'whole',
    during: (life) =>
      under(life, [
        ...rules(life, REPOSITORY_WRITES, LOST, 1 / 4),
        ...LISTS.map((route): FaultRule => ({ route, fault: { kind: 'staleRead', lag: 30_000 } })),
      ]),
  },
  {
    id: 'F13',
    title: 'A secondary limit, with Retry-After',
    compares: 'whole',
    during: (life) => told(life, { kind: 'secondaryLimit', retryAfter: 45 }, 45, ({ status }) => status === 403),
  },
  {
    id: 'F14',
    title: 'A secondary limit without a time, and 429 in other words',
    compares: 'whole',
    async during(life) {
      const slow: Fault = { kind: 'status', status: 429, body: { message: 'Slow down, please.' } };
      const nameless: Fault = { kind: 'secondaryLimit', retryAfter: null };
      const struck = await under(
        life,
        rules(life, [...READS.slice(0, 2), ...REPOSITORY_WRITES], [nameless, slow], 1 / 8),
      );
      const isTold = ({ status }: RecordedRequest) => status === 403 || status === 429;
      return { ...struck, broken: impatient(life.stage.github.requests, isTold, 60) };
    },
  },
  {
    id: 'F15',
    title: 'The allowance of one organisation is used up',
    compares: 'whole',
    async during({ stage, begin, rounds }) {
      const { github, region } = stage;
      let times = 0;
      await begin();
      await rounds((round) => {
        const installation = region.installations[round % region.installations.length];
        for (const resource of ['core', 'graphql'] as const) {
          github.limits.exhaust(`installation:${installation?.id}`, resource);
        }
        times += 1;
      });
      return { times };
    },
  },
  {
    id: 'F16',
    title: 'A token is called bad in the middle of its life',
    compares: 'whole',
    during: (life) =>
      under(life, rules(life, [...READS.slice(0, 2), ...REPOSITORY_WRITES], [{ kind: 'status', status: 401 }], 1 / 8)),
  },
  {
    id: 'F17',
    title: 'Writes are answered 422 "exists already" or 409',
    compares: 'present',
    during: (life) =>
      laterUnder(life, [
        ...rules(
          life,
          [...REPOSITORY_WRITES.slice(4, 7), REPOSITORY_WRITES[8]],
          [{ kind: 'status', status: 422, body: TAKEN }],
          1 / 8,
        ),
        ...rules(
          life,
          [...REPOSITORY_WRITES.slice(0, 4), REPOSITORY_WRITES[7], REPOSITORY_WRITES[9]],
          [{ kind: 'status', status: 409 }],
          1 / 8,
        ),
      ]),
  },
  {
    id: 'F18',
    title: 'Lists are up to a minute old',
    compares: 'whole',
    during: (life) => under(life, rules(life, LISTS, STALE, 1)),
  },
];

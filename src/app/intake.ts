import type { IncomingMessage, ServerResponse } from 'node:http';
import { Webhooks } from '@octokit/webhooks';
import type { BaseLogger } from 'pino';
import { type NewDelivery, storeDeliveries } from '../store/keep-deliveries.ts';
import type { Store } from '../store/store.ts';
import { isHandledEvent } from '../tasks/handled-events.ts';
import { compressBody } from './delivery-body.ts';
import { type Batcher, makeBatcher } from './intake-batch.ts';
import { type BodyLimits, DEFAULT_BODY_LIMITS, makeBodyReader } from './intake-body.ts';

export interface IntakeOptions {
  readonly store: Store;
  readonly secrets: readonly string[];
  readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  /** Called after deliveries were stored. */
  readonly onStored: () => void;
  /** Called when a delivery is known to be GitHub's; what it returns, when it is kept or refused. */
  readonly begin?: () => () => void;
  readonly limits?: BodyLimits;
  /** Named points at which a test may end the process. */
  readonly checkpoint?: (name: string) => void;
}

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Answer {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const UNSIGNED: Answer = { status: 401, message: 'The signature is missing or wrong.' };
const BUSY: Answer = { status: 503, message: 'Not now; send it again.', headers: { 'retry-after': '30' } };
const REFUSALS = {
  'too-large': { status: 413, message: 'The body is larger than 25 MiB.' },
  'too-slow': { status: 408, message: 'The body did not arrive in time.' },
  busy: BUSY,
  aborted: { status: 400, message: 'The body broke off.' },
} as const satisfies Record<string, Answer>;

const SIGNATURE = /^sha256=[0-9a-f]{64}$/;
const DELIVERY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Takes webhook deliveries in: verified, stored, and only then acknowledged. GitHub never sends a failed delivery again
 * by itself, so an acknowledgement means that the delivery survives us. What it says is read by the dispatcher: nobody
 * should wait for that.
 */
export function createIntake(options: IntakeOptions): RequestListener {
  const { store, secrets, log, onStored, limits = DEFAULT_BODY_LIMITS } = options;
  const { begin = () => () => {}, checkpoint = () => {} } = options;
  const verifiers = secrets.map((secret) => new Webhooks({ secret }));
  const readBody = makeBodyReader(limits);
  const batcher = makeBatcher<NewDelivery>(
    async (deliveries) => {
      checkpoint('intake:before-commit');
      await storeDeliveries(store, deliveries);
      checkpoint('intake:after-commit');
      onStored();
    },
    (delivery) => delivery.body.length,
  );

  async function isSigned(text: string, signature: string): Promise<boolean> {
    for (const verifier of verifiers) if (await verifier.verify(text, signature)) return true;
    return false;
  }

  async function take(request: IncomingMessage): Promise<Answer> {
    const refusal = refuseByHeaders(request);
    if (refusal !== null) return refusal;
    const signature = request.headers['x-hub-signature-256'];
    // Of the wrong form: nothing that follows could make it right, so the body is not even read.
    if (typeof signature !== 'string' || !SIGNATURE.test(signature)) return UNSIGNED;
    const read = await readBody(request);
    if (read.status !== 'read') return REFUSALS[read.status];
    // Bytes that are no UTF-8 become others here, and their signature is wrong: GitHub sends none.
    const text = read.body.toString('utf8');
    if (text === '' || !(await isSigned(text, signature))) return UNSIGNED;
    // Only now: who knows no secret must not be able to hold anything up.
    const end = begin();
    try {
      return await accept(request, read.body, batcher);
    } finally {
      end();
    }
  }

  return async (request, response) => {
    let answer: Answer;
    try {
      answer = await take(request);
    } catch (error) {
      log.error({ err: error }, 'delivery not stored');
      answer = BUSY;
    }
    checkpoint('intake:before-answer');
    respond(request, response, answer);
    if (answer.status === 202) checkpoint('intake:after-answer');
  };
}

function refuseByHeaders({ method, headers }: IncomingMessage): Answer | null {
  if (method !== 'POST') return { status: 405, message: 'Only POST.', headers: { allow: 'POST' } };
  if (headers['content-encoding'] !== undefined) return { status: 415, message: 'No content encoding is accepted.' };
  const [type] = (headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/json') return { status: 415, message: 'Only application/json.' };
  return null;
}

/** What comes here was signed by GitHub, at some time, for some event. */
async function accept({ headers }: IncomingMessage, body: Buffer, batcher: Batcher<NewDelivery>): Promise<Answer> {
  const deliveryId = headers['x-github-delivery'];
  const event = headers['x-github-event'];
  if (typeof deliveryId !== 'string' || !DELIVERY_ID.test(deliveryId)) {
    return { status: 400, message: 'The delivery has no id.' };
  }
  if (typeof event !== 'string') return { status: 400, message: 'The delivery has no event.' };
  if (!isHandledEvent(event)) return { status: 202, message: 'Ignored.' };
  await batcher.add({ deliveryId: deliveryId.toLowerCase(), event, body: await compressBody(body) });
  return { status: 202, message: 'Stored.' };
}

function respond(request: IncomingMessage, response: ServerResponse, { status, message, headers }: Answer): void {
  if (response.destroyed) return;
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  // A sender that we do not listen to the end has its connection closed.
  if (!request.complete) response.setHeader('connection', 'close');
  response.end(JSON.stringify({ message }));
}

import { ApiError } from './errors.ts';
import type { Exchange, ServerParts } from './exchange.ts';
import { limitKey } from './exchange.ts';
import type { Fault } from './faults.ts';
import type { Limits } from './limits.ts';
import { primaryLimit, secondaryLimit } from './limits.ts';
import type { RecordedRequest } from './recorder.ts';
import type { ApiAnswer } from './rest/route.ts';

/** A refusal as an answer; any other error is this server's own and goes on. */
export function refusalAnswer(error: unknown): ApiAnswer {
  if (error instanceof ApiError) return { status: error.status, body: error.body, headers: error.headers };
  throw error;
}

export function rateHeaders(state: ReturnType<Limits['state']>): Record<string, string> {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]));
}

/** Whether a fault strikes before anything is done. */
export function isBefore(fault: Fault): boolean {
  return ['status', 'secondaryLimit', 'primaryLimit', 'timeout', 'reset'].includes(fault.kind);
}

/** Answers (or not) in place of doing anything. */
export function sufferBefore(parts: ServerParts, exchange: Exchange, entry: RecordedRequest, fault: Fault): void {
  const { limits } = parts;
  const state = limits.state(limitKey(exchange.caller), 'core');
  const answer = (given: ApiAnswer) => send(parts, exchange, entry, undefined, given, rateHeaders(state));
  if (fault.kind === 'timeout') return;
  if (fault.kind === 'reset') exchange.incoming.socket.resetAndDestroy();
  if (fault.kind === 'status') {
    answer({
      status: fault.status,
      body: fault.body ?? { message: `Fault ${fault.status}` },
      ...(fault.headers ? { headers: fault.headers } : {}),
    });
  }
  if (fault.kind === 'secondaryLimit')
    answer(refusalAnswer(secondaryLimit(fault.retryAfter === undefined ? 60 : fault.retryAfter)));
  if (fault.kind === 'primaryLimit') answer(refusalAnswer(primaryLimit(state.reset)));
}

/** Sends an answer, unless a fault spoils it on its way. */
export function send(
  parts: ServerParts,
  exchange: Exchange,
  entry: RecordedRequest,
  fault: Fault | undefined,
  answer: ApiAnswer,
  headers: Readonly<Record<string, string>>,
): void {
  const { outgoing, incoming } = exchange;
  if (fault?.kind === 'applyThenTimeout') return;
  if (fault?.kind === 'applyThenReset') {
    incoming.socket.resetAndDestroy();
    return;
  }
  const failed =
    fault?.kind === 'applyThenStatus' ? { status: fault.status, body: { message: 'Server Error' } } : answer;
  const bare = fault?.kind === 'htmlBody' || fault?.kind === 'emptyBody';
  entry.status = bare ? 200 : failed.status;
  const text =
    fault?.kind === 'htmlBody'
      ? '<html><body>Unicorn!</body></html>'
      : bare || failed.body === undefined
        ? ''
        : JSON.stringify(failed.body);
  outgoing.writeHead(entry.status, {
    'content-type': fault?.kind === 'htmlBody' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    date: new Date(parts.world.clock.now()).toUTCString(),
    'x-github-request-id': `E${parts.recorder.requests.length.toString(16).toUpperCase()}`,
    'x-github-media-type': 'github.v3; format=json',
    ...(exchange.prefix === '' && !exchange.path.startsWith('/api/')
      ? {}
      : { 'x-github-enterprise-version': '3.19.0' }),
    ...headers,
    ...failed.headers,
  });
  if (fault?.kind === 'halfBody') {
    outgoing.write(text.slice(0, Math.floor(text.length / 2)), () => incoming.socket.destroy());
    return;
  }
  outgoing.end(incoming.method === 'HEAD' || entry.status === 204 || entry.status === 304 ? undefined : text);
}

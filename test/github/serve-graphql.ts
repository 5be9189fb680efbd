import { isBefore, rateHeaders, refusalAnswer, send, sufferBefore } from './answer.ts';
import { ApiError } from './errors.ts';
import type { Exchange, ServerParts } from './exchange.ts';
import { limitKey, record } from './exchange.ts';
import { staleVersion } from './faults.ts';
import type { ApiAnswer } from './rest/route.ts';

/** Serves a GraphQL request, for tokens only. */
export async function serveGraphql(parts: ServerParts, exchange: Exchange): Promise<void> {
  const { world, limits } = parts;
  const { caller, refusal } = exchange;
  const isMutation = parts.graphql.isMutation(exchange.body);
  const entry = record(parts, exchange, 'POST /graphql', isMutation);
  const fault = parts.faults.strike(
    'POST /graphql',
    { method: 'POST', path: entry.path, body: exchange.body },
    world.clock.now(),
  );
  if (fault && isBefore(fault)) return sufferBefore(parts, exchange, entry, fault);
  const key = limitKey(caller);
  let answer: ApiAnswer;
  try {
    if (refusal) throw refusal;
    if (caller.kind === 'anonymous' || caller.kind === 'app')
      throw new ApiError(401, 'This endpoint requires you to be authenticated.');
    limits.enter(key, {
      isGraphql: true,
      isContent: parts.graphql.isContent(exchange.body),
      points: isMutation ? 5 : 1,
    });
    if (isMutation) world.versions.mark();
    const asOf = fault?.kind === 'staleRead' ? staleVersion(world, fault) : undefined;
    const result = await parts.graphql.execute(exchange.body, caller, key, asOf);
    answer = { status: 200, body: result };
    entry.applied = isMutation && !('errors' in result);
  } catch (error) {
    answer = refusalAnswer(error);
  }
  send(parts, exchange, entry, fault, answer, rateHeaders(limits.state(key, 'graphql')));
}

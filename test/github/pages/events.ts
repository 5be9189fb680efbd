import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { ApiError } from '../errors.ts';
import type { Versions } from '../versions.ts';

/** More pages than these are not open at once. */
const MOST_STREAMS = 100;
/** Milliseconds in which changes are told together: one request makes many. */
const PAUSE = 80;

/** Tells browsers, by server-sent events, that something changed; they then fetch their page anew. */
export function createEvents(versions: Versions): (context: Context, since: number) => Response {
  let streams = 0;
  return (context, since) => {
    if (streams >= MOST_STREAMS) throw new ApiError(503, 'Too many pages are open.');
    streams += 1;
    return streamSSE(context, async (stream) => {
      let told = since;
      let wake = (): void => undefined;
      const unsubscribe = versions.subscribe(() => wake());
      stream.onAbort(() => wake());
      try {
        while (!stream.aborted) {
          if (versions.changes === told) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
            await stream.sleep(PAUSE);
            continue;
          }
          told = versions.changes;
          await stream.writeSSE({ data: String(told) });
        }
      } finally {
        unsubscribe();
        streams -= 1;
      }
    });
  };
}

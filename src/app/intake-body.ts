import type { IncomingMessage } from 'node:http';

export type BodyResult =
  | { readonly status: 'read'; readonly body: Buffer }
  | { readonly status: 'too-large' | 'too-slow' | 'busy' | 'aborted' };

export interface BodyLimits {
  /** Of one body; GitHub sends no more than 25 MiB. */
  readonly maxBytes: number;
  /** Of all bodies that are being received and whose signature is not known yet. */
  readonly budgetBytes: number;
  readonly deadlineMs: number;
}

export const DEFAULT_BODY_LIMITS: BodyLimits = {
  maxBytes: 25 * 1024 * 1024,
  budgetBytes: 64 * 1024 * 1024,
  deadlineMs: 5_000,
};

/** A body of which a part has come. */
interface OpenBody {
  readonly since: number;
  /** Bytes kept of it. */
  kept: number;
  giveWay(): void;
}

/**
 * Reads bodies within limits for each and for all together; what a request claims about its length is not believed.
 * Where there is no room for all, the one gives way that has kept most for longest: who only holds the room shuts nobody
 * out.
 */
export function makeBodyReader(limits: BodyLimits) {
  const open = new Set<OpenBody>();
  let buffered = 0;

  function makeRoom(): void {
    const now = performance.now();
    const burden = ({ kept, since }: OpenBody) => kept * (now - since);
    while (buffered > limits.budgetBytes) {
      [...open].reduce((worst, body) => (burden(body) > burden(worst) ? body : worst)).giveWay();
    }
  }

  return function readBody(request: IncomingMessage): Promise<BodyResult> {
    const length = request.headers['content-length'];
    if (Number(length ?? 0) > limits.maxBytes) return Promise.resolve({ status: 'too-large' });
    return new Promise((resolve) => {
      let chunks: Buffer[] = [];
      let size = 0;

      const drop = () => {
        open.delete(body);
        buffered -= body.kept;
        body.kept = 0;
        chunks = [];
      };
      const body: OpenBody = {
        since: performance.now(),
        kept: 0,
        giveWay() {
          drop();
          // Of a length not told, it may yet prove too large: it is counted on, and not kept.
          if (length !== undefined) end({ status: 'busy' });
        },
      };
      const isKept = () => open.has(body);
      const end = (result: BodyResult) => {
        clearTimeout(deadline);
        request.off('data', onData).off('end', onEnd).off('close', onClose);
        drop();
        if (result.status !== 'read') request.pause();
        resolve(result);
      };
      const onData = (chunk: Buffer) => {
        size += chunk.length;
        if (size > limits.maxBytes) return end({ status: 'too-large' });
        if (!isKept()) return;
        chunks.push(chunk);
        body.kept += chunk.length;
        buffered += chunk.length;
        makeRoom();
      };
      const onEnd = () => {
        if (!isKept()) return end({ status: 'busy' });
        end({ status: 'read', body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) });
      };
      const onClose = () => end({ status: 'aborted' });
      const deadline = setTimeout(() => end({ status: isKept() ? 'too-slow' : 'busy' }), limits.deadlineMs);

      open.add(body);
      request.on('data', onData).once('end', onEnd).once('close', onClose);
      request.on('error', () => {
        // A broken connection also closes.
      });
    });
  };
}

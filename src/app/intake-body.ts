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

/** Reads bodies within limits for each and for all together; what a request claims about its length is not believed. */
export function makeBodyReader(limits: BodyLimits) {
  let buffered = 0;

  return function readBody(request: IncomingMessage): Promise<BodyResult> {
    const claimed = Number(request.headers['content-length'] ?? 0);
    if (claimed > limits.maxBytes) return Promise.resolve({ status: 'too-large' });
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;

      const end = (result: BodyResult) => {
        clearTimeout(deadline);
        request.off('data', onData).off('end', onEnd).off('close', onClose);
        buffered -= size;
        size = 0;
        if (result.status !== 'read') request.pause();
        resolve(result);
      };
      const onData = (chunk: Buffer) => {
        size += chunk.length;
        buffered += chunk.length;
        if (size > limits.maxBytes) end({ status: 'too-large' });
        else if (buffered > limits.budgetBytes) end({ status: 'busy' });
        else chunks.push(chunk);
      };
      const onEnd = () =>
        end({ status: 'read', body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) });
      const onClose = () => end({ status: 'aborted' });
      const deadline = setTimeout(() => end({ status: 'too-slow' }), limits.deadlineMs);

      request.on('data', onData).once('end', onEnd).once('close', onClose);
      request.on('error', () => {
        // A broken connection also closes.
      });
    });
  };
}

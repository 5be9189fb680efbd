import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  constants,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
import type { BodyFormat } from '../store/tables.ts';

/** Up to here, handing the work to a thread costs more than the work: 0.03 ms for an ordinary body. */
const SMALL_BYTES = 256 * 1024;
/**
 * The quickest that Node.js has for bodies of some kilobytes: a tenth of their size in half of zstd's time. What comes of
 * most fits into one small piece of memory, which is kept as long as the body is.
 */
const QUICKLY = { chunkSize: 4 * 1024, params: { [constants.BROTLI_PARAM_QUALITY]: 0 } };
/** Far above what intake lets in. */
const WITHIN_LIMITS = { chunkSize: 32 * 1024, maxOutputLength: 64 * 1024 * 1024 };

const compressElsewhere = promisify(brotliCompress);
const EXPANDERS = {
  brotli: { here: brotliDecompressSync, elsewhere: promisify(brotliDecompress) },
  zstd: { here: zstdDecompressSync, elsewhere: promisify(zstdDecompress) },
} as const satisfies Record<BodyFormat, unknown>;

/** A body as it is kept: compressed by brotli. */
export async function compressBody(body: Buffer): Promise<Buffer> {
  return body.length <= SMALL_BYTES ? brotliCompressSync(body, QUICKLY) : compressElsewhere(body, QUICKLY);
}

/** The body that was kept, as text. @throws Error when it is damaged, or larger than any that is let in */
export async function expandBody(body: Buffer, format: BodyFormat): Promise<string> {
  const { here, elsewhere } = EXPANDERS[format];
  const expanded = body.length * 8 <= SMALL_BYTES ? here(body, WITHIN_LIMITS) : await elsewhere(body, WITHIN_LIMITS);
  return expanded.toString('utf8');
}

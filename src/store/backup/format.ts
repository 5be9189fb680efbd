import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createZstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { OperatorError } from '../../core/errors.ts';
import { errorCode } from '../error-code.ts';

// A backup is one line of JSON that anybody can read (`head -1 FILE`), then frames, compressed by zstd.
// A frame is its kind (one letter), the length of its content (four bytes, the highest first) and the content.
// For each table come `T` (JSON: its name and columns), any number of `D` (rows in PostgreSQL's COPY text format, cut
// anywhere) and `E` (JSON: how many rows); at the end of all, `Z` (JSON: how many tables, and the SHA-256 of all frames
// before, as Node.js does not tell a compressed stream that was cut off). A file without `Z` is half.

const header = z.object({
  format: z.literal('portreeve-backup-1'),
  /** The version of Portreeve that wrote it. */
  portreeve: z.string().max(100),
  createdAt: z.iso.datetime(),
  /** What the schema was made by, oldest first. */
  migrations: z.array(z.string().max(200)).min(1).max(10_000),
});
export type BackupHeader = Readonly<z.infer<typeof header>>;

export const FORMAT = 'portreeve-backup-1';

const LONGEST_HEADER = 1024 * 1024;
export const LARGEST_FRAME = 64 * 1024;

export type Kind = 'T' | 'D' | 'E' | 'Z';

export const lastFrame = z.strictObject({ tables: z.int().nonnegative(), sha256: z.string() });

export interface Frame {
  readonly kind: Kind;
  readonly content: Buffer;
}

export function frameOf(kind: Kind, content: Buffer | object): Buffer {
  const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

const KINDS = new Map([...'TDEZ'].map((kind) => [kind.charCodeAt(0), kind as Kind]));

/**
 * What stands in the file's first line.
 * @throws OperatorError `backup-not-found`, `backup-foreign`
 */
export async function readHeader(path: string): Promise<{ readonly header: BackupHeader; readonly length: number }> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new OperatorError('backup-not-found', { path, code: errorCode(cause) ?? 'unknown' }, { cause });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, 0);
    const end = buffer.subarray(0, bytesRead).indexOf(0x0a);
    const found = end === -1 ? undefined : header.safeParse(parseJson(buffer.toString('utf8', 0, end))).data;
    if (found === undefined) throw new OperatorError('backup-foreign', { path });
    return { header: found, length: end + 1 };
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    throw new OperatorError('backup-not-found', { path, code: errorCode(cause) ?? 'unknown' }, { cause });
  } finally {
    await file.close();
  }
}

/**
 * The frames after the header, one after the other, whatever the file's size.
 * @param start where the header ends
 * @throws OperatorError `backup-broken`
 */
export async function* readFrames(path: string, start: number): AsyncGenerator<Frame, void> {
  const broken = (cause?: unknown) => new OperatorError('backup-broken', { path }, { cause });
  const source = createReadStream(path, { start });
  const stream = createZstdDecompress();
  source.on('error', (error) => stream.destroy(error));
  source.pipe(stream);
  let rest: Buffer = Buffer.alloc(0);
  let isWhole = false;
  const hash = createHash('sha256');
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (rest.length >= 5) {
        const kind = KINDS.get(rest[0] ?? 0);
        const length = rest.readUInt32BE(1);
        if (kind === undefined || length > LARGEST_FRAME) throw broken();
        if (rest.length < 5 + length) break;
        const frame = { kind, content: rest.subarray(5, 5 + length) };
        if (isWhole) throw broken();
        isWhole = kind === 'Z';
        if (isWhole && readJson(frame, lastFrame)?.sha256 !== hash.digest('hex')) throw broken();
        if (!isWhole) hash.update(rest.subarray(0, 5 + length));
        yield frame;
        rest = rest.subarray(5 + length);
      }
    }
    if (!isWhole || rest.length > 0) throw broken();
  } catch (cause) {
    throw cause instanceof OperatorError ? cause : broken(cause);
  } finally {
    source.destroy();
    stream.destroy();
  }
}

/** The content of a frame that holds JSON of this shape; null where it does not. */
export function readJson<T>(frame: Frame, shape: z.ZodType<T>): T | null {
  return shape.safeParse(parseJson(frame.content.toString('utf8'))).data ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

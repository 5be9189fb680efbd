import pg from 'pg';
import type { BaseLogger } from 'pino';
import { OperatorError } from '../core/errors.ts';
import { errorMessage } from './error-code.ts';
import { gatheringSocket } from './gather-writes.ts';

/** With the process, so that one can tell its own connections from another's. */
export const APPLICATION_NAME = `portreeve ${process.pid}`;

const INT8 = 20;

/** Parsers for this pool alone: `pg.types` is shared by all who use the driver. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === INT8 && format !== 'binary' ? parseInt8 : pg.types.getTypeParser(oid, format),
};

/** GitHub's ids and our own counters are below 2^53; anything above would be silently another id. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number.`);
  return value;
}

/** A pool that has reached its server once. An unreachable one is the operator's to mend, in one sentence. */
export async function connect(address: pg.PoolConfig, log: Pick<BaseLogger, 'warn'>): Promise<pg.Pool> {
  const pool = makePool(address, log);
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    throw new OperatorError('database-unreachable', { reason: errorMessage(error) }, { cause: error });
  }
  return pool;
}

/** A connection beside a pool's, for what holds it long, such as copying whole tables; whoever asks for it ends it. */
export async function connectBeside(pool: pg.Pool): Promise<pg.Client> {
  const client = new pg.Client(pool.options);
  // A server that goes away is the rejected query's to tell.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Another pool to the same server, whose connections are made when they are needed. */
export function poolBeside({ options }: pg.Pool, others: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...options, min: 0, ...others });
  surviveLoss(pool, () => {});
  return pool;
}

function makePool(address: pg.PoolConfig, log: Pick<BaseLogger, 'warn'>): pg.Pool {
  try {
    const pool = new pg.Pool({
      max: 10,
      application_name: APPLICATION_NAME,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      stream: gatheringSocket,
      ...address,
      types,
    });
    surviveLoss(pool, (error) => log.warn({ err: error }, 'database connection lost'));
    return pool;
  } catch (error) {
    throw new OperatorError('database-url', undefined, { cause: error });
  }
}

/** A connection that the server closes would otherwise end the process; the next query opens another. */
function surviveLoss(pool: pg.Pool, tell: (error: Error) => void): void {
  pool.on('error', tell);
  // The pool listens to idle ones only: one that is lost between two queries of a transaction would end the process, too.
  // The transaction's next query tells of it.
  pool.on('connect', (client) => client.on('error', () => {}));
}

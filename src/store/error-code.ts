/** Node's code (`ENOENT`) or PostgreSQL's (`23505`) of whatever was thrown; null where it has none. */
export function errorCode(error: unknown): string | null {
  // Not instanceof: an error from another realm, such as a test's, is an error too.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
}

/** What was thrown, in words. */
export function errorMessage(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
  // Node's error for several addresses at once has no message, only a code.
  return message === '' ? (errorCode(error) ?? String(error)) : message;
}

/** Node's codes for a connection that could not be made or broke, beside PostgreSQL's class 08. */
const LOST = /^(?:08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/;

/** What the driver and its pool say without a code. */
const SAID_LOST = /connection terminated|not queryable|timeout exceeded when trying to connect/i;

/** Whether the database was away, and may be back the next time. */
export function isConnectionLost(error: unknown): boolean {
  return LOST.test(errorCode(error) ?? '') || SAID_LOST.test(errorMessage(error));
}

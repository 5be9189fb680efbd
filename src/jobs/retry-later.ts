/** A handler throws it when it can do nothing now, such as beyond a rate limit: the job waits and does not count as failed. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly seconds: number;
  readonly reason: string;

  constructor(seconds: number, reason: string, options?: ErrorOptions) {
    super(`Again in ${seconds} s: ${reason}`, options);
    this.seconds = seconds;
    this.reason = reason;
  }
}

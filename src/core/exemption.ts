/** Who excused which repository from which policy, why, until when. */
export interface Exemption {
  readonly policy: string;
  readonly reason: string;
  /** Login of the account that approved it. */
  readonly approver: string;
  /** The last day on which it holds, as YYYY-MM-DD (UTC). */
  readonly until: string;
}

/** @param today YYYY-MM-DD (UTC) */
export function hasExpired(exemption: Exemption, today: string): boolean {
  return exemption.until < today;
}

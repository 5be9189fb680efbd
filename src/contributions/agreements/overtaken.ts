/**
 * Whether something happened that makes void what a comment said before it: a signature that was withdrawn or revoked
 * after the comment, or an erasure. Deliveries may come late and twice, and nothing is kept by which an erased person's
 * comment could be known; so after an erasure no older comment of anybody counts that was not written down by then.
 * @param writtenAt when the comment was written: ISO 8601, as GitHub tells it, to the second
 * @param endedAt when what it would do again was ended: ISO 8601
 * @param erasedAt when somebody was last erased from the ledger; null: never
 */
export function isOvertaken(writtenAt: string, endedAt: readonly string[], erasedAt: string | null): boolean {
  const written = secondOf(writtenAt);
  return endedAt.some((at) => written < secondOf(at)) || (erasedAt !== null && written <= secondOf(erasedAt));
}

/**
 * Whether a signature was given by the time at which a comment was written: of a later one a comment that comes late says
 * nothing.
 */
export function isGivenBy(signedAt: string, writtenAt: string): boolean {
  return secondOf(signedAt) <= secondOf(writtenAt);
}

function secondOf(moment: string): number {
  return Math.floor(new Date(moment).getTime() / 1000);
}

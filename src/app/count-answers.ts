import type { RequestListener } from './intake.ts';

/** An answer to a delivery, and how long it took. */
export type TellAnswer = (status: number, seconds: number) => void;

export interface AnswerCount {
  readonly listener: RequestListener;
  /** Who keeps the figures; the answers from before are told at once. */
  tellTo(tell: TellAnswer): void;
}

/** Times the answers from the first on, though what keeps the figures is read only later. */
export function countAnswers(intake: RequestListener): AnswerCount {
  const early: Parameters<TellAnswer>[] = [];
  let tell: TellAnswer = (...answer) => void early.push(answer);
  return {
    listener(request, response) {
      const begun = performance.now();
      response.once('finish', () => tell(response.statusCode, (performance.now() - begun) / 1000));
      return intake(request, response);
    },
    tellTo(next) {
      tell = next;
      for (const answer of early.splice(0)) next(...answer);
    },
  };
}

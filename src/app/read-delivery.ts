import type { ClaimedDelivery } from '../store/deliveries.ts';
import { expandBody } from './delivery-body.ts';
import { type DeliveryIdentity, identifyDelivery } from './intake-events.ts';

/** What a stored delivery says, and whom it is about; or in a sentence why nothing can come of it. */
export type ReadDelivery =
  | { readonly status: 'read'; readonly payload: object; readonly identity: DeliveryIdentity }
  | { readonly status: 'refused'; readonly reason: string };

/** Reads what intake has kept unread. @throws Error when what was kept is damaged */
export async function readDelivery({ event, body, body_format }: ClaimedDelivery): Promise<ReadDelivery> {
  const payload = parseObject(await expandBody(body, body_format));
  if (payload === null) return { status: 'refused', reason: 'The body is no JSON object.' };
  const identity = identifyDelivery(event, payload);
  if (identity === null) return { status: 'refused', reason: 'The body does not fit the event.' };
  return { status: 'read', payload, identity };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

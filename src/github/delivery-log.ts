import type { GitHub } from './client.ts';

/** One attempt of GitHub's to deliver. */
export interface LoggedDelivery {
  /** GitHub's number of the attempt: digits, as it is larger than a JavaScript number holds exactly. */
  readonly logId: string;
  /** The GUID, the same for all attempts; lower case. */
  readonly deliveryId: string;
  readonly event: string;
  readonly action: string | null;
  /** 0 where the event has none. */
  readonly installationId: number;
  readonly deliveredAt: Date;
  /** We said that we have it. */
  readonly isAcknowledged: boolean;
}

export interface DeliveryLogPage {
  /** The newest first. */
  readonly deliveries: readonly LoggedDelivery[];
  /** Of the next, older page; null after the last. */
  readonly nextCursor: string | null;
  /** GitHub's own time when it answered: the log's times are by that clock. */
  readonly at: Date;
}

/**
 * A page of the app's own log of deliveries, which GitHub keeps for three days. All of them, as GitHub's filter for
 * failures leaves out those for which nobody answered.
 * @param cursor null for the newest page
 * @throws GitHubFailure
 * @see https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
 */
export async function readDeliveryLogPage(github: GitHub, cursor: string | null): Promise<DeliveryLogPage> {
  const { data, headers } = await github.app.rest.apps.listWebhookDeliveries({
    per_page: 100,
    ...(cursor === null ? {} : { cursor }),
  });
  return {
    deliveries: data.map(({ id, guid, event, action, installation_id, delivered_at, status_code }) => ({
      logId: String(id),
      deliveryId: guid.toLowerCase(),
      event,
      action,
      installationId: Number(installation_id ?? 0),
      deliveredAt: new Date(delivered_at),
      isAcknowledged: status_code >= 200 && status_code < 300,
    })),
    nextCursor: nextCursorIn(headers.link),
    at: headers.date === undefined ? new Date() : new Date(headers.date),
  };
}

/** Only the cursor is taken from the address: no request of ours goes where an answer points. */
function nextCursorIn(link: string | undefined): string | null {
  const address = /<([^>]*)>\s*;\s*rel="next"/.exec(link ?? '')?.[1];
  return address === undefined ? null : new URL(address).searchParams.get('cursor');
}

/**
 * Has GitHub deliver it once more, under the same GUID.
 * @throws GitHubFailure `not-found` where it is too old
 * @see https://docs.github.com/en/rest/apps/webhooks#redeliver-a-delivery-for-an-app-webhook
 */
export async function redeliver(github: GitHub, logId: string): Promise<void> {
  // Not the typed method: the number would have to be a bigint, which Octokit leaves out of the path.
  await github.app.request({ method: 'POST', url: '/app/hook/deliveries/{delivery_id}/attempts', delivery_id: logId });
}

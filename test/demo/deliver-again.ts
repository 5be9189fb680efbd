import type { GitHub } from '../github/index.ts';

/** Sends every delivery a second time, byte by byte, as GitHub does when somebody presses "Redeliver". */
export async function deliverEverythingAgain(github: GitHub): Promise<number> {
  const deliveries = github.webhooks.log.filter(({ redelivery }) => !redelivery);
  for (const { url, headers, body } of deliveries) {
    const response = await fetch(url, { method: 'POST', headers: { ...headers }, body });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`A delivery that is sent again was answered ${response.status}`);
  }
  return deliveries.length;
}

import type { PreparedStatement, Store } from './store.ts';

/** A delivery as intake has it, verified and not read yet. */
export interface NewDelivery {
  readonly deliveryId: string;
  readonly event: string;
  /** Compressed by brotli. */
  readonly body: Buffer;
}

/** Keeps them. One that is known already stays as it is, unless it had failed: then it runs again. */
export async function storeDeliveries(store: Store, deliveries: readonly NewDelivery[]): Promise<void> {
  // Each at most once, or PostgreSQL refuses the whole statement; in one order, or two batches could lock each other out.
  const rows = [...new Map(deliveries.map((delivery) => [delivery.deliveryId, delivery])).values()].sort(
    (one, other) => (one.deliveryId < other.deliveryId ? -1 : 1),
  );
  if (rows.length === 0) return;
  const bodies = rows.map(({ body }) => body);
  let end = 0;
  const starts = bodies.map(({ length }) => {
    end += length;
    return end - length + 1;
  });
  await store.writeAsOperator(STORE, [
    // As one: the driver would write out a list of bodies as text, twice their size.
    Buffer.concat(bodies),
    starts,
    bodies.map(({ length }) => length),
    rows.map((row) => row.deliveryId),
    rows.map((row) => row.event),
  ]);
}

const STORE: PreparedStatement = {
  name: 'store-deliveries',
  text: `insert into delivery (body, body_format, delivery_id, event)
    select substring($1::bytea from start for length), 'brotli', delivery_id, event
    from unnest($2::integer[], $3::integer[], $4::text[], $5::text[]) as sent (start, length, delivery_id, event)
    on conflict (delivery_id) do update
      set status = 'stored', attempts = 0, error = null, finished_at = null,
        body = excluded.body, body_format = excluded.body_format
      where delivery.status = 'failed'`,
};

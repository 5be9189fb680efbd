import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Socket } from 'node:net';
import { statementReader } from './statements.ts';

/** A way to a database that can be cut. */
export interface Proxy {
  readonly databaseUrl: string;
  /** How many connections were cut or refused. */
  readonly cuts: number;
  /** Nobody gets through until `mend`. */
  cut(): void;
  mend(): void;
  /**
   * Sees each statement that is sent to the database: its text, or its name where it was prepared. An answer cuts the
   * connection: `before` the database has heard of it, or `after` it was carried out, so that its answer is lost.
   */
  watch: (statement: string) => 'before' | 'after' | null;
  close(): Promise<void>;
}

/** @param databaseUrl by TCP, or by the unix socket in its `host` */
export async function openProxy(databaseUrl: string): Promise<Proxy> {
  const url = new URL(databaseUrl);
  const folder = url.searchParams.get('host');
  const port = Number(url.port || 5432);
  const target = folder === null ? { host: url.hostname, port } : { path: `${folder}/.s.PGSQL.${port}` };
  const sockets = new Set<Socket>();
  let isCut = false;
  let cuts = 0;

  const server = createServer((client) => {
    if (isCut) {
      cuts += 1;
      client.destroy();
      return;
    }
    const behind = createConnection(target);
    for (const socket of [client, behind]) {
      sockets.add(socket);
      // What one side loses, the other learns by the end of its connection.
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        behind.destroy();
      });
    }
    const read = statementReader();
    let isLost = false;
    behind.on('data', (data: Buffer) => {
      if (isLost) client.destroy();
      else client.write(data);
    });
    client.on('data', (data: Buffer) => {
      const verdict =
        read(data)
          .map((statement) => proxy.watch(statement))
          .find((one) => one !== null) ?? null;
      if (verdict !== null) cuts += 1;
      if (verdict === 'after') isLost = true;
      if (verdict === 'before') client.destroy();
      else behind.write(data);
    });
    client.on('end', () => behind.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const proxy: Proxy = {
    databaseUrl: url.href,
    get cuts() {
      return cuts;
    },
    cut() {
      isCut = true;
      cuts += sockets.size / 2;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    watch: () => null,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

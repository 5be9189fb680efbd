import type { Server } from 'node:http';

/** Resolves with the port that the server listens on, which for 0 is a free one. @throws the system's error */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Takes no new connections, and resolves when those that there are have ended, or have been ended after a time. */
export function close(server: Server, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
  });
}

import { createServer } from 'node:http';
import { createPeoplePages } from '../../../src/app/people/site.ts';
import type { Repository } from '../../github/state.ts';
import { type House, openHouse } from '../../support/house.ts';

/** The pages for people, on a port of their own, over an embedded GitHub on which they sign in. */
export interface Site {
  readonly house: House;
  readonly url: string;
  /** Puts an agreement into the configuration repository, and takes it up. */
  publish(id: string, text: string): Promise<void>;
  /** Likewise the configuration itself. */
  configure(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param now moved by the test
 * @param isBehindTls a proxy before it speaks https, as browsers see it
 */
export async function openSite(now: () => Date = () => new Date(), isBehindTls = false): Promise<Site> {
  const house = await openHouse({ configuration: 'mode: enforce\n', now });
  const { app } = house.installation;
  const server = createServer((request, response) => {
    pages(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const pages = createPeoplePages({
    context: house.context,
    signIn: {
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      publicUrl: isBehindTls ? url.replace('http:', 'https:') : url,
      webUrl: house.github.url,
      apiUrl: `${house.github.url}/api/v3`,
      userAgent: 'portreeve-test',
    },
    secret: app.privateKey,
  });
  const files = [...house.github.world.repositories.values()].find(({ name }) => name === '.github');
  const push = async (path: string, text: string): Promise<void> => {
    house.github.pushFiles(files as Repository, { files: { [path]: text }, message: 'Change' });
    await house.refresh();
  };
  return {
    house,
    url,
    publish: (id, text) => push(`agreements/${id}.md`, text),
    configure: (text) => push('.github/portreeve.yml', text),
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await house.close();
    },
  };
}

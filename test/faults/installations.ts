import type { Installation } from '../github/index.ts';
import type { FaultCase, Struck } from './fault.ts';

// What owners do to an installation.

export const INSTALLATIONS: readonly FaultCase[] = [
  {
    id: 'F25',
    title: 'Installations are suspended, lose permissions, are removed and made anew',
    compares: 'present',
    async during({ stage, begin, rounds, count }): Promise<Struck> {
      const { github, region } = stage;
      await begin();
      const [suspended, cut, removed] = region.installations;
      if (suspended === undefined || cut === undefined || removed === undefined)
        throw new Error('Too few installations');
      const { permissions } = cut;
      const broken: string[] = [];
      const from = Math.max(0, Math.floor(count / 2) - 1);
      let since = 0;
      await rounds(async (round) => {
        if (round === from) {
          github.suspend(suspended);
          github.changePermissions(cut, { ...permissions, issues: 'read', contents: 'read' });
          await stage.settle();
          since = github.requests.length;
        }
        if (round === from + 2) back();
      });
      if (count <= from + 2) back();
      await stage.settle();

      github.uninstallApp(removed);
      await stage.settle();
      const again = github.installApp({ app: region.app, account: removed.account });
      (region.installations as Installation[])[2] = again;
      return { times: 3, broken };

      function back(): void {
        const hours = Math.ceil((2 * 30) / 60) + 1;
        const calls = github.requests
          .slice(since)
          .filter(
            ({ path, installationId }) =>
              installationId === suspended?.id || path.includes(`/${suspended?.id}/access_tokens`),
          );
        if (calls.length > hours) broken.push(`a suspended installation was called ${calls.length} times in an hour`);
        if (suspended !== undefined) github.unsuspend(suspended);
        if (cut !== undefined) github.changePermissions(cut, permissions);
      }
    },
  },
];

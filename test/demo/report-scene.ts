import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Operator } from './operator.ts';
import type { Exhibit, Scene } from './scenes.ts';

/** Whoever decides in the city reads where it stands: a page to open in a browser, as long as the demo runs. */
export function reportScene(operator: Operator): Scene {
  let shown: Exhibit[] = [];
  return {
    title: 'The city’s chief information officer asks where it stands, and gets two pages.',
    async act() {
      const report = await operator.run(['report', 'rivermouth']);
      if (report.kind !== 'command' || report.code !== 0) throw new Error('There is no report');
      const path = join(operator.folder, 'report.html');
      await writeFile(path, report.output);
      const output = `Open it in a browser, and print it: ${pathToFileURL(path).href}`;
      shown = [{ ...report, command: `${report.command} > report.html`, output }];
    },
    show: () => shown,
  };
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Operator } from './operator.ts';
import type { Exhibit, Scene } from './scenes.ts';

/** What the report says, in figures. */
export interface ReportFigures {
  /** Policies met, in all repositories: when the comparison begins, and now. */
  readonly metBefore: number;
  readonly metNow: number;
  /** Policies that failed then and are met now. */
  readonly mended: number;
  /** Packages that repositories are built from. */
  readonly packages: number;
}

export interface ReportScene extends Scene {
  /** @throws Error before the scene was played */
  figures(): ReportFigures;
}

/** Whoever decides in the city reads where it stands: a page to open in a browser, as long as the demo runs. */
export function reportScene(operator: Operator): ReportScene {
  let shown: Exhibit[] = [];
  let figures: ReportFigures | null = null;
  const report = async (...more: readonly string[]) => {
    const printed = await operator.run(['report', 'rivermouth', ...more]);
    if (printed.code !== 0) throw new Error(`There is no report: ${printed.output}`);
    return printed;
  };
  return {
    title: 'The city’s chief information officer asks where it stands, and gets two pages.',
    async act() {
      const page = await report();
      const { coverage, changes, packages } = JSON.parse((await report('--format', 'json')).output);
      figures = {
        metBefore: coverage.before.pass,
        metNow: coverage.now.pass,
        mended: changes.mended,
        packages: packages?.length ?? 0,
      };
      const path = join(operator.folder, 'report.html');
      await writeFile(path, page.output);
      const output = `Open it in a browser, and print it: ${pathToFileURL(path).href}`;
      shown = [{ ...page, command: `${page.command} > report.html`, output }];
    },
    show: () => shown,
    figures() {
      if (figures === null) throw new Error('The report was not made yet');
      return figures;
    },
  };
}

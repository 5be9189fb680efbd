import { join } from 'node:path';
import { collectClone } from '../../src/clone/collect-clone.ts';
import { describeCollector } from '../support/collector-contract.ts';
import { type FixtureFiles, git, writeFiles, writeRepository } from '../support/repositories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = temporaryFolder();
let count = 0;

/** The links of the fixture know it by the name `odd`. */
function place(): string {
  count += 1;
  return join(root, String(count), 'odd');
}

describeCollector('a working tree', async (fixture, watched) => {
  const folder = place();
  writeRepository(folder, fixture);
  return (await collectClone({ folder, ref: null, watched })).files;
});

describeCollector('a working tree that nobody has committed', async (fixture, watched) => {
  const folder = place();
  writeRepository(folder, submodulesOf(fixture));
  writeFiles(folder, withoutSubmodules(fixture));
  return (await collectClone({ folder, ref: null, watched })).files;
});

describeCollector('a commit', async (fixture, watched) => {
  const folder = place();
  writeRepository(folder, fixture);
  return (await collectClone({ folder, ref: 'main', watched })).files;
});

describeCollector('a bare repository', async (fixture, watched) => {
  const folder = place();
  writeRepository(folder, fixture);
  git(folder, 'clone', '--quiet', '--bare', folder, `${folder}.git`);
  return (await collectClone({ folder: `${folder}.git`, ref: null, watched })).files;
});

describeCollector('a repository with SHA-256', async (fixture, watched) => {
  const folder = place();
  writeRepository(folder, fixture, 'sha256');
  return (await collectClone({ folder, ref: 'HEAD', watched })).files;
});

describeCollector('a folder within a bigger repository', async (fixture, watched) => {
  const folder = place();
  writeRepository(join(folder, '..'), submodulesOf(fixture, 'odd/'));
  writeFiles(folder, withoutSubmodules(fixture));
  return (await collectClone({ folder, ref: null, watched })).files;
});

function withoutSubmodules(fixture: FixtureFiles): FixtureFiles {
  return Object.fromEntries(Object.entries(fixture).filter(([, content]) => !isSubmodule(content)));
}

function submodulesOf(fixture: FixtureFiles, prefix = ''): FixtureFiles {
  return Object.fromEntries(
    Object.entries(fixture).flatMap(([path, content]) => (isSubmodule(content) ? [[`${prefix}${path}`, content]] : [])),
  );
}

function isSubmodule(content: FixtureFiles[string]): boolean {
  return typeof content === 'object' && 'submodule' in content;
}

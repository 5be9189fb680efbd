import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** Another program that names licences. All are optional: what is not installed has no row. */
export interface Rival {
  readonly name: string;
  /** What it says of each file, null where it says nothing; null altogether where it is not installed. */
  readonly identify: (paths: readonly string[]) => readonly (string | null)[] | null;
}

/** `apt-get install licensecheck` */
const licensecheck: Rival = {
  name: 'licensecheck (Debian)',
  identify(paths) {
    // Without `--check` it passes over files by rules of its own, of several at once.
    const args = ['--shortname-scheme=spdx', '--machine', '--lines=0', '--check=.', '--', ...paths];
    const { status, stdout } = spawnSync('licensecheck', args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
    if (status !== 0) return null;
    const said = new Map(stdout.split('\n').map((line) => [line.split('\t')[0], line.split('\t')[1] ?? null]));
    return paths.map((path) => known(said.get(path)?.replaceAll(/\b([AL]?GPL-\d)(?![.\d])/g, '$1.0')));
  },
};

const LICENSEE = `require 'licensee'
ARGF.each_line do |path|
  file = Licensee::ProjectFiles::LicenseFile.new(File.read(path.chomp), 'LICENSE')
  puts(file.license ? file.license.spdx_id : '')
end`;

/** `apt-get install ruby-licensee`; what GitHub uses. */
const licensee: Rival = {
  name: 'licensee (GitHub)',
  identify(paths) {
    const options = { encoding: 'utf8', input: `${paths.join('\n')}\n`, maxBuffer: 2 ** 26 } as const;
    const { status, stdout } = spawnSync('ruby', ['-e', LICENSEE], options);
    return status === 0 ? stdout.split('\n').slice(0, paths.length).map(known) : null;
  },
};

/** `npm install license-checker` in a folder that LICENSE_CHECKER names. */
const licenseChecker: Rival = {
  name: 'license-checker (npm)',
  identify(paths) {
    const folder = process.env.LICENSE_CHECKER;
    if (folder === undefined) return null;
    const require = createRequire(resolve(folder, 'package.json'));
    const judge: (text: string) => unknown = require('license-checker/lib/license.js');
    const { readFileSync }: typeof import('node:fs') = require('node:fs');
    return paths.map((path) => known(String(judge(readFileSync(path, 'utf8')) ?? '').replace(/\*$/, '')));
  },
};

export const RIVALS: readonly Rival[] = [licensecheck, licensee, licenseChecker];

function known(said: string | null | undefined): string | null {
  return said === undefined || said === null || /^(?:|UNKNOWN|NOASSERTION|NONE|null|undefined)$/.test(said)
    ? null
    : said;
}

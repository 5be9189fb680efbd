import { declare, expressionMeaning, fileMeaning, isRecord, type ManifestReading, textsOf } from './read-manifest.ts';
import { readToml } from './toml.ts';

const FILE_KEY = /^license-file$/;

/**
 * `license` and `license-file` of a Cargo.toml, of its package and of its workspace.
 * @see https://doc.rust-lang.org/cargo/reference/manifest.html#the-license-and-license-file-fields
 */
export function readCargoToml(text: string): ManifestReading {
  const read = readToml(text);
  if (read.status === 'unreadable') return read;
  const { package: own, workspace } = read.value;
  const tables = [
    { name: 'package', table: own },
    { name: 'workspace.package', table: isRecord(workspace) ? workspace.package : null },
  ];
  const declared = tables.flatMap(({ name, table }) => {
    if (!isRecord(table)) return [];
    // Cargo once had `MIT/Apache-2.0` for a choice.
    const expressions = textsOf(table.license).map((one) => {
      const line = read.lineOf(name, 'license');
      return declare(one, line, expressionMeaning(one.replaceAll('/', ' OR ')));
    });
    const files = Object.keys(table)
      .filter((key) => FILE_KEY.test(key))
      .flatMap((key) => textsOf(table[key]).map((one) => declare(one, read.lineOf(name, key), fileMeaning(one))));
    return [...expressions, ...files];
  });
  return { status: 'read', declared };
}

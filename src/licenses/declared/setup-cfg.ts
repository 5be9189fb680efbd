import { classifierDeclarations } from './python-classifiers.ts';
import {
  type Declared,
  declare,
  expressionMeaning,
  fileMeaning,
  type ManifestReading,
  nameMeaning,
} from './read-manifest.ts';

interface Line {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * `license`, `license_expression`, `license_file(s)` and `classifiers` of a setup.cfg.
 * @see https://setuptools.pypa.io/en/latest/userguide/declarative_config.html#metadata
 */
export function readSetupCfg(text: string): ManifestReading {
  const metadata = metadataOf(text);
  const each = (key: string, toDeclared: (one: Line) => Declared): Declared[] =>
    (metadata.get(key) ?? []).map(toDeclared);
  const file = ({ text: path, line }: Line) => declare(path, line, fileMeaning(path));
  const classifiers = metadata.get('classifiers') ?? metadata.get('classifier') ?? [];
  const isLiteral = ({ written }: Declared) => !/[*?[\],]/.test(written);
  return {
    status: 'read',
    declared: [
      ...each('license_expression', ({ text: one, line }) => declare(one, line, expressionMeaning(one))),
      ...each('license', ({ text: one, line }) => declare(one, line, nameMeaning(one))).slice(0, 1),
      ...each('license_file', file),
      ...each('license_files', file).filter(isLiteral),
      ...classifierDeclarations(
        classifiers.map((one) => one.text),
        (classifier) => classifiers.find((one) => one.text === classifier)?.line ?? null,
      ),
    ],
  };
}

/** The values of the section `metadata`, each with its lines: what is indented goes on the line before. */
function metadataOf(text: string): ReadonlyMap<string, readonly Line[]> {
  const values = new Map<string, Line[]>();
  let isMetadata = false;
  let current: Line[] | null = null;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const said = raw.trim();
    if (said === '' || said.startsWith('#') || said.startsWith(';')) continue;
    if (/^\s/.test(raw)) {
      current?.push({ text: said, line });
      continue;
    }
    current = null;
    if (said.startsWith('[')) {
      isMetadata = said === '[metadata]';
      continue;
    }
    const [, key = '', value = ''] = /^([\w-]{1,50})\s{0,20}[=:](.*)$/.exec(said) ?? [];
    if (!isMetadata || key === '') continue;
    current = value.trim() === '' ? [] : [{ text: value.trim(), line }];
    values.set(key.toLowerCase().replaceAll('-', '_'), current);
  }
  return values;
}

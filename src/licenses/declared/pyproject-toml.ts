import { classifierDeclarations } from './python-classifiers.ts';
import {
  type Declared,
  declare,
  expressionMeaning,
  fileMeaning,
  isRecord,
  type ManifestReading,
  nameMeaning,
  textsOf,
} from './read-manifest.ts';
import { readToml } from './toml.ts';

/** A text of more lines than this is no name but the licence itself. */
const LONGEST_NAME = 200;

/**
 * `license`, `license-files` and the classifiers of a pyproject.toml, in the table `project` and in Poetry's own.
 * @see https://packaging.python.org/en/latest/specifications/pyproject-toml/#license
 */
export function readPyprojectToml(text: string): ManifestReading {
  const read = readToml(text);
  if (read.status === 'unreadable') return read;
  const { project, tool } = read.value;
  const poetry = isRecord(tool) ? tool.poetry : null;
  const lineOfText = (classifier: string) => lineWith(text, classifier);
  const inProject = isRecord(project)
    ? [
        ...fromLicense(project.license, read.lineOf('project', 'license')),
        ...textsOf(project['license-files'])
          .filter((path) => !/[*?[\]]/.test(path))
          .map((path) => declare(path, read.lineOf('project', 'license-files'), fileMeaning(path))),
        ...classifierDeclarations(textsOf(project.classifiers), lineOfText),
      ]
    : [];
  const inPoetry = isRecord(poetry)
    ? [
        ...textsOf(poetry.license).map((name) =>
          declare(name, read.lineOf('tool.poetry', 'license'), nameMeaning(name)),
        ),
        ...classifierDeclarations(textsOf(poetry.classifiers), lineOfText),
      ]
    : [];
  return { status: 'read', declared: [...inProject, ...inPoetry] };
}

/** An expression (PEP 639), or a table with a text or a file (PEP 621). */
function fromLicense(license: unknown, line: number | null): Declared[] {
  if (typeof license === 'string') return textsOf(license).map((one) => declare(one, line, expressionMeaning(one)));
  if (!isRecord(license)) return [];
  return [
    ...textsOf(license.text)
      .filter((name) => name.length <= LONGEST_NAME)
      .map((name) => declare(name, line, nameMeaning(name))),
    ...textsOf(license.file).map((path) => declare(path, line, fileMeaning(path))),
  ];
}

function lineWith(text: string, part: string): number | null {
  const at = text.indexOf(part);
  return at === -1 ? null : text.slice(0, at).split('\n').length;
}

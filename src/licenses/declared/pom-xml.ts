import { findLicenseNames } from './find-license-names.ts';
import { declare, isRecord, type ManifestReading, meaningOf, nameMeaning } from './read-manifest.ts';
import { elementsOf, readXml, textIn } from './xml.ts';

/**
 * The licences of a Maven project, by name. Of several, each may be chosen.
 * @see https://maven.apache.org/pom.html#Licenses
 */
export function readPomXml(text: string): ManifestReading {
  const read = readXml(text);
  if (read.status === 'unreadable') return read;
  const [licenses] = elementsOf(read.value.project, 'licenses');
  const names = elementsOf(licenses, 'license').flatMap((license) => {
    const [name] = elementsOf(license, 'name');
    const [url] = elementsOf(license, 'url');
    const said = textIn(name) || textIn(url);
    return isRecord(license) && said !== null && said !== '' ? [said] : [];
  });
  const [first] = names;
  if (first === undefined) return { status: 'read', declared: [] };
  const meanings = names.map(nameMeaning);
  const ids = names.flatMap(findLicenseNames);
  const unclear = meanings.find(({ kind }) => kind === 'unclear' || kind === 'no-rights');
  const meaning = names.length === 1 ? nameMeaning(first) : (unclear ?? meaningOf([...new Set(ids)]));
  return { status: 'read', declared: [declare(names.join(', '), lineOf(text, first), meaning)] };
}

/** The parser tells no lines: the first name within the first `licenses` is looked up, comments left out. */
function lineOf(text: string, name: string): number | null {
  const shown = withoutComments(text);
  const start = shown.indexOf('<licenses');
  const at = start === -1 ? -1 : shown.indexOf(name, start);
  return at === -1 ? null : shown.slice(0, at).split('\n').length;
}

/** Their lines stay. */
function withoutComments(text: string): string {
  let shown = '';
  let at = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', at)) {
    const end = text.indexOf('-->', start);
    shown += text.slice(at, start);
    if (end === -1) return shown;
    shown += text.slice(start, end).replaceAll(/[^\n]/g, '');
    at = end + '-->'.length;
  }
  return shown + text.slice(at);
}

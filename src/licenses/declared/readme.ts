import { findLicenseNames } from './find-license-names.ts';
import { declare, type ManifestReading, meaningOf } from './read-manifest.ts';

/** Licence in the languages of the handbook, as a heading has it. */
const HEADING =
  /^(?:\d{1,2}\.?\s+)?(?:\W{0,8})?(?:software[\s-]?|open[\s-]source[\s-]?)?(?:licen[cs]es?|licensing|licence|lizenz(?:en)?|licencia|licenza|licença|licentie)\b/iu;
const MOST_LINES = 5_000;
/** A section that goes on for longer is not about which licence it is. */
const MOST_SECTION_LINES = 20;

/** What the section “License” of a README names: nobody can tell how several belong together. */
export function readReadme(text: string): ManifestReading {
  const lines = text.split(/\r\n|\r|\n/, MOST_LINES);
  const start = lines.findIndex((line, index) => isLicenseHeading(line, lines[index + 1]));
  if (start === -1) return { status: 'read', declared: [] };
  const body = lines.slice(start + 1, start + 1 + MOST_SECTION_LINES);
  const end = body.findIndex((line, index) => index > 0 && isHeading(line, body[index + 1]));
  const section = [lines[start] ?? '', ...(end === -1 ? body : body.slice(0, end))].map((line) => line.slice(0, 500));
  const ids = [...new Set(section.flatMap(findLicenseNames))];
  if (ids.length === 0) return { status: 'read', declared: [] };
  const first = section.findIndex((line) => findLicenseNames(line).length > 0);
  return { status: 'read', declared: [declare(named(ids), start + first + 1, meaningOf(ids))] };
}

/** `AGPL-3.0` where the README does not say which of the two is meant. */
function named(ids: readonly string[]): string {
  const bases = ids.map((id) => {
    const base = id.replace(/-(?:only|or-later)$/, '');
    return ids.includes(`${base}-only`) && ids.includes(`${base}-or-later`) ? base : id;
  });
  return [...new Set(bases)].join(', ');
}

function isLicenseHeading(line: string, next: string | undefined): boolean {
  return isHeading(line, next) && HEADING.test(line.slice(0, 200).replace(/^[#=\s]+/, ''));
}

/** Markdown, AsciiDoc, and a line that is underlined. */
function isHeading(line: string, next: string | undefined): boolean {
  if (/^\s{0,3}(?:#{1,6}|={1,6})\s+\S/.test(line)) return true;
  return line.trim() !== '' && /^\s{0,3}(?:={3,}|-{3,}|~{3,})\s*$/.test((next ?? '').slice(0, 500));
}

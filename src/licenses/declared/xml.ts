import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isRecord } from './read-manifest.ts';

export type XmlReading =
  | { readonly status: 'read'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly status: 'unreadable'; readonly line: number | null; readonly problem: string };

const DEEPEST_NESTING = 50;

/** Reads XML's elements and their text. A document type is refused: it could make a short file a huge one. */
export function readXml(text: string): XmlReading {
  const bare = text.replace(/^\uFEFF/, '');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(bare)) {
    return { status: 'unreadable', line: null, problem: 'declares a document type, which Portreeve does not read' };
  }
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    parseTagValue: false,
    processEntities: false,
    maxNestedTags: DEEPEST_NESTING,
  });
  try {
    const value: unknown = parser.parse(bare);
    const fault = XMLValidator.validate(bare);
    if (fault !== true) return { status: 'unreadable', line: fault.err.line, problem: 'is no XML' };
    return { status: 'read', value: isRecord(value) ? value : {} };
  } catch {
    // The parser throws plain errors for what it cannot read or what is nested too deep: that is the answer.
    return { status: 'unreadable', line: null, problem: 'is no XML' };
  }
}

/** The text of an element without children; null for all else. */
export function textIn(element: unknown): string | null {
  return typeof element === 'string' ? unescapeXml(element).trim() : null;
}

/** All elements of one name: the parser gives one by itself, and several as a list. */
export function elementsOf(parent: unknown, name: string): readonly unknown[] {
  const found = isRecord(parent) && Object.hasOwn(parent, name) ? parent[name] : [];
  return Array.isArray(found) ? found : [found];
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
}

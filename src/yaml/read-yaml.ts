import {
  CORE_SCHEMA,
  constructFromEvents,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  YAMLException,
} from 'js-yaml';
import { keyOf, type ProblemAt } from './problem-at.ts';

/** Longer files are no configuration. */
const LARGEST_CONFIGURATION = 65_536;
const DEEPEST_NESTING = 20;

/** A piece of YAML with its place in the text. */
export type YamlNode =
  | {
      readonly kind: 'scalar';
      readonly offset: number;
      readonly value: string | number | boolean | null;
      readonly source: string;
    }
  | { readonly kind: 'list'; readonly offset: number; readonly items: readonly YamlNode[] }
  | { readonly kind: 'map'; readonly offset: number; readonly entries: ReadonlyMap<string, YamlEntry> };

export interface YamlEntry {
  /** Where the key stands. */
  readonly offset: number;
  readonly node: YamlNode;
}

export interface YamlReading {
  /** null where the text holds nothing, or nothing that can be read. */
  readonly root: YamlNode | null;
  readonly problems: readonly ProblemAt[];
}

/**
 * Reads YAML 1.2 (core schema) with the place of each value, and says all that is wrong at once. Anchors, aliases, tags,
 * merge keys and second documents are refused: they let a short text become a huge or a surprising one.
 * @param longest in UTF-16 code units; what is longer is not parsed
 */
export function readYaml(text: string, { longest = LARGEST_CONFIGURATION } = {}): YamlReading {
  if (text.length > longest) {
    return broken(0, `This file has more than ${longest / 1024} KiB. Move what does not belong here elsewhere.`);
  }
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth: DEEPEST_NESTING });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return broken(error.mark?.position ?? 0, explainSyntax(error.reason));
  }
  const problems: ProblemAt[] = [];
  const root = new Composer(text, events, problems).document();
  return { root, problems };
}

function broken(offset: number, message: string): YamlReading {
  return { root: null, problems: [{ offset, key: '', message, suggestion: null }] };
}

/** The parser's terse reasons, with what to do about them. */
const SYNTAX: readonly (readonly [RegExp, string])[] = [
  [/tab characters/, 'A tab stands where the line is indented. Indent with spaces.'],
  [/maxDepth/, `Values are nested more than ${DEEPEST_NESTING} deep. No setting needs that.`],
  [/null byte|non-printable|not allowed in input/, 'There is a character that no text holds. Save the file as UTF-8.'],
  [
    /flow (collection|sequence|mapping)|end of the stream within/,
    'A bracket, brace or quote is opened and not closed.',
  ],
  [/duplicat/, 'This is said twice. Keep one of them.'],
  [
    /indentation|document separator is expected|mapping entry|implicit/,
    'This line does not fit the ones above it. Check how far it is indented, that a space follows each colon, and put text with special characters (such as “: ”, “@”, “%”, “#” or “`”) in quotes.',
  ],
];

function explainSyntax(reason: string): string {
  const known = SYNTAX.find(([pattern]) => pattern.test(reason));
  return `This is not valid YAML. ${known?.[1] ?? `The parser says: ${reason}.`}`;
}

/** Puts parse events together to nodes. */
class Composer {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #problems: ProblemAt[];
  #next = 0;
  /** Where the last thing that had a place stood: an empty value has none of its own. */
  #offset = 0;

  constructor(text: string, events: readonly Event[], problems: ProblemAt[]) {
    this.#text = text;
    this.#events = events;
    this.#problems = problems;
  }

  document(): YamlNode | null {
    if (this.#take()?.type !== EVENT_ID.DOCUMENT) return null;
    const root = this.#node([]);
    this.#take();
    if (this.#next < this.#events.length) {
      this.#say([], 'The file holds a second document (after “---”). Write everything into one.');
    }
    const isEmpty = root?.kind === 'scalar' && root.value === null;
    return isEmpty ? null : root;
  }

  #take(): Event | undefined {
    const event = this.#events[this.#next];
    this.#next += 1;
    return event;
  }

  /** The node that begins at the next event; null where it is refused. */
  #node(path: readonly PropertyKey[]): YamlNode | null {
    const event = this.#take();
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return null;
    if (event.type === EVENT_ID.ALIAS) {
      this.#say(path, 'Aliases (“*name”) are not supported. Write the value out.', event.anchorStart - 1);
      return null;
    }
    const offset = event.type === EVENT_ID.SCALAR ? event.valueStart : event.start;
    if (offset >= 0) this.#offset = offset;
    if (event.anchorStart > 0)
      this.#say(path, 'Anchors (“&name”) are not supported. Remove it.', event.anchorStart - 1);
    if (event.tagStart >= 0) this.#say(path, 'Tags (“!name”) are not supported. Remove it.', event.tagStart);
    if (event.type === EVENT_ID.SEQUENCE) return this.#list(path);
    if (event.type === EVENT_ID.MAPPING) return this.#map(path);
    const source = getScalarValue(this.#text, event);
    return { kind: 'scalar', offset: this.#offset, value: this.#value(event, source), source };
  }

  #value(event: Event & { type: typeof EVENT_ID.SCALAR }, source: string): string | number | boolean | null {
    const isPlain = event.style === 1;
    if (!isPlain) return source;
    const plain = { ...event, tagStart: -1, tagEnd: -1, anchorStart: -1, anchorEnd: -1 };
    const frame = { type: EVENT_ID.DOCUMENT, explicitStart: false, explicitEnd: false, directives: [] };
    const options = { source: this.#text, schema: CORE_SCHEMA };
    const [value] = constructFromEvents([frame, plain, { type: EVENT_ID.POP }], options);
    return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : source;
  }

  #list(path: readonly PropertyKey[]): YamlNode {
    const offset = this.#offset;
    const items: YamlNode[] = [];
    while (!this.#isAtEnd()) {
      const item = this.#node([...path, items.length]);
      if (item !== null) items.push(item);
    }
    this.#take();
    return { kind: 'list', offset, items };
  }

  #map(path: readonly PropertyKey[]): YamlNode {
    const offset = this.#offset;
    const entries = new Map<string, YamlEntry>();
    while (!this.#isAtEnd()) {
      const key = this.#node(path);
      const keyOffset = this.#offset;
      const name = key?.kind === 'scalar' ? key.source : null;
      const node = this.#node([...path, name ?? '']);
      this.#offset = keyOffset;
      const refusal = refuseKey(name, entries);
      if (refusal !== null) this.#say(name === null ? path : [...path, name], refusal);
      else if (name !== null && node !== null) entries.set(name, { offset: keyOffset, node });
    }
    this.#take();
    return { kind: 'map', offset, entries };
  }

  #isAtEnd(): boolean {
    const type = this.#events[this.#next]?.type;
    return type === undefined || type === EVENT_ID.POP;
  }

  #say(path: readonly PropertyKey[], message: string, offset = this.#offset): void {
    this.#problems.push({ offset, key: keyOf(path), message, suggestion: null });
  }
}

function refuseKey(name: string | null, entries: ReadonlyMap<string, YamlEntry>): string | null {
  if (name === null) return 'A key must be a word, not a list or a map.';
  if (name === '') return 'There is a value without a key.';
  if (name === '<<') return 'Merge keys (“<<”) are not supported. Write the values out.';
  if (name === '__proto__') return 'There is no such setting.';
  if (entries.has(name)) return 'This is said twice. Keep one of them.';
  return null;
}

/** The plain value of a node, for the schema. A key with nothing after it, or only with comments, says nothing. */
export function toValue(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toValue);
  const said = [...node.entries].filter(([, { node }]) => node.kind !== 'scalar' || node.value !== null);
  return Object.fromEntries(said.map(([key, entry]) => [key, toValue(entry.node)]));
}

/** The node at a path, or the nearest one above it; with the place of its key where it has one. */
export function nodeAt(root: YamlNode, path: readonly PropertyKey[]): YamlEntry & { readonly isExact: boolean } {
  let found: YamlEntry = { offset: root.offset, node: root };
  for (const part of path) {
    const next = step(found.node, part);
    if (next === null) return { ...found, isExact: false };
    found = next;
  }
  return { ...found, isExact: true };
}

function step(node: YamlNode, part: PropertyKey): YamlEntry | null {
  if (node.kind === 'map') return node.entries.get(String(part)) ?? null;
  const item = node.kind === 'list' && typeof part === 'number' ? node.items[part] : undefined;
  return item === undefined ? null : { offset: item.offset, node: item };
}

/** Turns offsets into lines and columns, both from 1. */
export function lineIndex(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

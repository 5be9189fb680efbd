import { markdownProse, webAddress } from './escape.ts';

/** What is known, by name; null where it is not. */
export type Facts = Readonly<Record<string, string | null>>;

interface Section {
  readonly name: string;
  readonly isShown: boolean;
}

/** A tag that stands alone on its line takes the line with it; `{{name}}` never does. */
const TAGS = /((?<=^|\n)\{\{[#^/!][^{}]*\}\}\n|\{\{[^{}]*\}\})/;
const TAG = /^\{\{([#^/!]?)([^{}]*)\}\}\n?$/;

/**
 * Fills a Markdown template in from known facts; nothing is ever invented. Tags: `{{name}}` the fact, without which
 * there is no text; `{{#name}}…{{/name}}` only where it is known; `{{^name}}…{{/name}}` only where it is not;
 * `{{!needs a b}}` one of these must be known.
 * @returns the text, or the facts that are missing (`a or b` where one would do)
 */
export function fillTemplate(template: string, facts: Facts): string | { readonly missing: readonly string[] } {
  const factOf = (name: string): string | null => (Object.hasOwn(facts, name) ? facts[name]?.trim() || null : null);
  const missing = new Set<string>();
  const open: Section[] = [];
  let text = '';
  for (const part of template.split(TAGS)) {
    const [, mark, content] = TAG.exec(part) ?? [];
    const name = content?.trim() ?? '';
    const isShown = open.every((section) => section.isShown);
    if (mark === '#' || mark === '^') {
      open.push({ name, isShown: (factOf(name) !== null) === (mark === '#') });
    } else if (mark === '/') {
      if (open.pop()?.name !== name) throw new Error(`The template closes ${name}, which is not open`);
    } else if (isShown && mark === '!') {
      const needs = name.split(/\s+/).slice(1);
      if (needs.every((need) => factOf(need) === null)) missing.add(needs.join(' or '));
    } else if (isShown) {
      const value = mark === undefined ? part : factOf(name);
      if (value === null) missing.add(name);
      text += mark === undefined ? part : inMarkdown(value ?? '');
    }
  }
  if (open.length > 0) throw new Error(`The template never closes ${open.map(({ name }) => name).join(', ')}`);
  return missing.size > 0 ? { missing: [...missing] } : text;
}

/** An address must stay as it is to be of use; everything else is text and nothing more. */
function inMarkdown(fact: string): string {
  const isEmail = /^[\w.+-]+@[\w.-]+$/.test(fact);
  return isEmail ? fact : (webAddress(fact) ?? markdownProse(fact));
}

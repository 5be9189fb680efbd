/** What is markup, and nothing that anybody reads: whatever else stands in tags and links is words. */

const TAGS = new Set(
  `p br a b i em strong ul ol li div span h1 h2 h3 h4 h5 h6 pre code table tr td th tbody thead html head body title meta
  link style script hr center font blockquote sup sub u tt dl dd dt section article header footer nav img main small
  cite dfn var kbd samp abbr address details summary figure o:p w:p`.split(/\s+/),
);
/** Their values are names and numbers. */
const NAMING = new Set(
  `class id name align valign width height lang xml:lang dir border cellpadding cellspacing colspan rowspan bgcolor
  color face size rel rev type target charset http-equiv clear start value link vlink alink text media`.split(/\s+/),
);
const ADDRESSING = new Set(['href', 'src', 'cite', 'background', 'xmlns']);
/** They have no value. */
const SWITCHES = new Set(['noshade', 'nowrap', 'compact', 'async', 'defer']);

const ATTRIBUTE = /\s+([a-z][a-z:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=]+)))?/iy;
const DOCTYPE = /^doctype\s+html(?:\s+(?:public|system)(?:\s+"(?:-\/\/|https?:\/\/)[^"]*")*)?\s*$/i;
const CONTENT = /^[\w.+-]+\/[\w.+-]+(?:;\s*charset=[\w-]+)?$/i;
const DECLARATION =
  /^\s*[a-z-]+\s*:\s*(?:(?:[-+]?[\d.]+(?:%|[a-z]{1,3})?|#[\da-f]{3,8}|auto|none|normal|bold|italic|left|right|center|justify|both|inherit|solid|black|white|always|underline|transparent|hidden|block|inline)\s*){1,5}$/i;

/** @param body what stands between the tag's name and its `>`; null for an end tag, which has no attributes */
export function isTag(name: string, body: string, isEnd: boolean): boolean {
  if (!TAGS.has(name)) return false;
  const attributes = body.replace(/\s*\/?\s*$/, '');
  if (attributes === '' || isEnd) return attributes === '';
  let at = 0;
  while (at < attributes.length) {
    ATTRIBUTE.lastIndex = at;
    const [found, attribute = '', ...values] = ATTRIBUTE.exec(attributes) ?? [];
    if (found === undefined || !isMarkup(attribute.toLowerCase(), values.find((one) => one !== undefined) ?? null))
      return false;
    at += found.length;
  }
  return true;
}

/** @param declaration what stands between `<!` and `>` */
export function isDoctype(declaration: string): boolean {
  return DOCTYPE.test(declaration);
}

function isMarkup(attribute: string, value: string | null): boolean {
  if (value === null) return SWITCHES.has(attribute);
  if (attribute === 'alt' || attribute === 'title') return value === '';
  if (attribute === 'content') return CONTENT.test(value);
  if (attribute === 'style') return value.split(';').every((one) => one.trim() === '' || DECLARATION.test(one));
  if (ADDRESSING.has(attribute) || attribute.startsWith('xmlns:')) return isTarget(value);
  if (!NAMING.has(attribute)) return false;
  const names = value.trim().split(/\s+/);
  return names.length === 1 || (attribute === 'class' && names.every((one) => /[-_\d]|[a-z][A-Z]/.test(one)));
}

const TARGET =
  /^(?:(?:https?|ftp|git|file):\/\/\S+|(?:mailto|urn):\S+|#\S*|\/\/\S+|(?:[\w.@~%-]*\/)*(?:[\w@~%-][\w.@~%-]*\.[a-z\d]{1,8}|(?:licen[cs]e|copying|copyright|notice|authors|contributors|readme|patents|third-party)[\w.-]{0,12})?(?:[?#]\S*)?)$/i;

/** Whether a link's target leads somewhere: a URL with a scheme, a place in the page, or a file. */
export function isTarget(target: string): boolean {
  return target !== '' && TARGET.test(target);
}

const ENTITY =
  /&(?:#\d{1,6}|#x[\da-f]{1,6}|nbsp|amp|quot|apos|lt|gt|copy|reg|trade|[mn]dash|[lrsb][sd]quo|[lr]aquo|hellip|sect|para|bull|middot|deg|e[nm]sp|thinsp|shy|times|euro|pound|yen|zwn?j|[a-z](?:acute|grave|circ|uml|tilde|cedil|ring|slash|caron)|szlig|[ao]elig);/iy;

/** The entity that begins at a place of a text; null where none does. A plain letter or digit nobody has to write so. */
export function entityAt(text: string, at: number): string | null {
  ENTITY.lastIndex = at;
  const [entity] = ENTITY.exec(text) ?? [];
  return entity === undefined || isDisguised(entity) ? null : entity;
}

function isDisguised(entity: string): boolean {
  const [, x, digits] = /^&#(x?)([\da-f]+);$/i.exec(entity) ?? [];
  if (digits === undefined) return false;
  const code = Number.parseInt(digits, x === '' ? 10 : 16);
  return code < 128 && /[a-z\d]/i.test(String.fromCharCode(code));
}

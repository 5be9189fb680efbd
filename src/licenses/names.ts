import { GIVEN_NAMES } from './given-names.ts';
import { GRAMMAR_WORDS } from './grammar-words.ts';
import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';
import { UNKNOWN_WORD } from './vocabulary.ts';
import { NEVER_A_NAME } from './word-classes.ts';
import { wordList } from './word-list.ts';
import { isWrapped, unwrapped } from './wrapped-lines.ts';

/** Words of organisations and people that licences also have as common words; with a capital they may be a name's. */
const COMMON_IN_NAMES = new Set(
  wordList(`action advanced agent aircraft alliance america another apache api apis april archives art article artistic
    association audio august automatic away back bank banks base bear berkeley best board body book boston bracket
    broadcast brown bug bugs build business california case center centre character circle citizen city clara class
    clear clearly client code collaboration collection collective college commands comments commerce commission
    common commons community company component components computer computing concepts consortium consultants
    consulting contact content contents context control coop cooper corporation council court creative cross current
    customer data database databases david day deep department design development devices digital direct direction
    directory discovery domain don download drawing drawings eclipse economic editor editors electronic element
    elements embedded encyclopedia engine engineering environment equipment error european event everyone exchange
    express expression extent fact factory fair faith fall far fashion federal fields fifth file files film final
    financial first fitness floor font fonts force forest form format forms found foundation fox framework franklin
    free freedom french front full function functional functions future games general generic gilt global gnu goals
    good goods google grace grant graphics great green group guy half handling hardware harry hat head health high
    historical history honor hope horizon house html human hyperlink icon idea identity image images impact
    independent industrial industries informatics information infrastructure initiative innovation innovations input
    inside insight instance institute integrated intelligent interactive interface interfaces international internet
    interpreter island issue item items james japan joint journal july june junior jury justice kernel key kind king
    knowledge laboratories laboratory labs language large last latex lead leaf left level library life light like
    limited lines link linux list lists literary local locations logic logos long look loop machine machines mail
    main major maker manager manual many march mark market marks massachusetts material materials mathematics matter
    matters mean mechanical media meet member memory menu merge meta method methods michael micro microsoft
    microsystems mode model module moral motion moving mozilla music musical mutual name names national nations
    natural nature navigation near net network networks neutral new next normal northern note nothing null number
    numbers object office old online open openldap operation opportunity option options order origin original
    outside package packages page pages paint paper paragraph parallel parliament party paul peer people performance
    person phrase phrases physical picture pictures piece pieces pine pixels place places plain platform plus point
    pointer policy political portable position possible potential power practical practice present press price
    principal process processing processors procurement production products program programmer programmers
    programming project projects proof property protocols provenance proxy public publishing python quality quantity
    range reading reason record red reference reflect regents relation release remote repair reporters reports
    repository research resource resources result results review rich role root rosen rule rules runtime safe same
    san sans santa scheme schemes school science sciences scientific scope screen script scripts second section
    secure security sense sentence series server service services several share sharing short sign signal signs
    simon simple site skill smart society software solid some song sound sounds source sourceforge sources space
    special speed spirit sponsor square stand standard standards star start state states step steps stone stop
    storage story straight street structure studio study sub suite sun supply support sure sync syntax system
    systems table target task team technical technological technologies technology text textbook texts theory there
    thing things third through time timed times title together tone tool tools total toward trade transfer
    transparent tree true trust trustees type types uniform union unique united universal university unix update
    updates upper users utility valuable value variety vector venture verbatim version view village visible vision
    visual voice volume volumes wall way ways web welcome well while white whole wide widely wiki will window wire
    wireless wish with word words work working works world worldwide write writer writing written young yourself
    zero`),
);

/** Whether a word that licences have is also one of organisations', people's and programs' names. */
export function isCommonInNames(word: string): boolean {
  return word.length === 1 || COMMON_IN_NAMES.has(word);
}

/** Words of sentences; what has one of them is no firm's name. */
const TERM = new Set(NEVER_A_NAME);

/** Small words within a name. */
const PARTICLES = new Set(
  wordList(
    'd o m n de da do dos das del della der den di du la le les van von vom zum zur ten ter el al of the y e und et bin ibn av af i',
  ),
);

/** Who else there is, in small letters or not, and what firms' names end with. */
const OTHERS = new Set(
  wordList(`contributor contributors author authors holder holders owner owners copyright developer developers maintainer
  maintainers collaborators organization member members team project projects group community others other various individual initial original respective
  its his her their and affiliates subsidiaries partners foundation company all many additional al the inc incorporated corp corporation co
  ltd limited llc llp gmbh ag kg ug bv nv sa sas sarl srl spa oy ab as ev eg plc pty b v n s a p e jr sr ii iii iv`),
);

/** Words of languages, and of known sentences, that are people's and programs' names too. */
const PEOPLE = new Set(
  wordList(`abbott adler ali allen amely america anda andra andre ange ani anna april arch august aura bailey baker banks bara
    bas bear beer ben bent berg berkeley bert best bishop black blank bo bon boston brand brown canale carpenter
    chance chiara claire clara clark clay cohen cole como constant cook cooper court cross cui da dal dale dan
    dara darin david dawn day dean deja del dina dio dis dock doel dom don drew duke ela elle ellen engelen faith
    fall far fields ford forte foster fox francis frank franklin frost fry gailly gerard gloria gold good grace
    grant grau gray green grey gross guy haber hack hall hammer handler hanno hans harry haven head heller hennes
    hill holland homme honor hope hunt hunter ima jaakko jack james jean jo joan job john jon jones joy juan june
    justice kai keiner kent king kirk kot kunt lai lane lange langer last law lawrence laws leaf lee len lex li
    lia lie lien line lis lisa little lo loi long lord los lou louis loup love lucas luis mai main man mar marc
    marchi maria marie mark marks marques marsh martin mason massachusetts mate max may meer mena michael mille
    miller mills mimo modest moon moore mora morais moral morales moss na nash nat neal nela nella newton nick
    nicolas noble node nova nya ole oma opal oral pace page paper park parker pat paul peer penny per perl perry peter
    pie pine pitt pope porter post potter pound power prema price ray read reader reed reeves regents rey rice
    rich rivers robert rock rod roe roland roman rosa rosario rose rowe roy ruby ruiz rush rust sage salvi sam samim
    san sans santa sean senior serra sharp shepherd sierra silva silver simon sina singer skill sky small smart
    smith snow solange som spencer stark sterling stern stone story street strong sue summers sun swift taylor
    temple terry thomas tim todo tom tome toto turi turner uma underwood urban vale van victor von vos walker wall
    ward waters way weaver weber webster weeks west white wiki wild will wings winter winters wise wolf wood woods
    worth yard young`),
);

/** What organisations are: the words before one of these may be any that stand in names. */
const KINDS = new Set(
  wordList(`academy agency alliance apps architecture archive archives arts associates association associations authority bank board
    boards brothers bureau center centers centre centres city club coalition collective college commission committee
    communications community companies company computer computers computing consortium consultants consulting
    cooperative coop corporation council coverage department design designs development devices digital ecole école electronics engineering
    editors enterprise enterprises entertainment europe exchange factory federation force foundation games global government
    graphics group guild hospital house images industries informatics initiative innovation innovations institut institutet
    institute institution instruments intelligence interactive international internet inventions journal lab laboratories laboratory labs
    league learning library limited machines media microsystems ministry mobile mechanics museum music nations network
    networks office organisation organization parliament partners partnership people pictures press productions
    products program programs project projects publications publishing research robotics school schools science
    sciences security semiconductor services society software solutions state station store studio studios support
    system systems training trainings team technological technologies technology telecommunications tools trust trustees union universidad universidade université universiteit universität university università
    ventures vision web works workshop`),
);
/** What joins a kind of organisation with what it is of: `University of California`. */
const OF = /^(?:of|for|de|der|di|du|des|del|van|für)$/;

/** Whether a word can be part of the name that begins at another: by itself, or since the whole is an organisation's. */
function isOfName(scanned: ScannedText, at: number, from: number, end: number, isFirst: boolean): boolean {
  if (((scanned.flags[at] ?? 0) & FLAG.capital) === 0) return false;
  const id = scanned.ids[at] ?? 0;
  const word = wordAt(scanned, at);
  if (GRAMMAR_WORDS.has(word) && !PEOPLE.has(word)) return isOfKind(scanned, at, from, end);
  if (isNoOrdinaryWord(scanned, at)) return true;
  if (word.length === 1 || PEOPLE.has(word) || GIVEN_NAMES.has(word)) return true;
  if (isSurname(scanned, at, from, end)) return true;
  if (id < scanned.vocabulary.commonBelow && !COMMON_IN_NAMES.has(word) && !KINDS.has(word)) return false;
  if (KINDS.has(word) || isOfKind(scanned, at, from, end)) return true;
  const isAlone = at === from && (at + 1 >= end || gapBefore(scanned, at + 1) !== 'same');
  return isAlone && isFirst;
}

/** `Eugene Ware`: after a given name, and the last word of the name, any that is none of a sentence. */
function isSurname(scanned: ScannedText, at: number, from: number, end: number): boolean {
  if (at !== from + 1 || !GIVEN_NAMES.has(wordAt(scanned, from)) || TERM.has(wordAt(scanned, at))) return false;
  if (((scanned.flags[from] ?? 0) & FLAG.capital) === 0) return false;
  const next = at + 1;
  return next >= end || gapBefore(scanned, next) !== 'same' || JOIN.test(wordAt(scanned, next));
}

/** Whether what an organisation is comes after a word of its name, or before it with `of`. */
function isOfKind(scanned: ScannedText, at: number, from: number, end: number): boolean {
  for (let next = at + 1; next < Math.min(end, from + LONGEST_NAME) && gapBefore(scanned, next) === 'same'; next += 1) {
    const word = wordAt(scanned, next);
    const isCapital = ((scanned.flags[next] ?? 0) & FLAG.capital) !== 0;
    if (isCapital && (KINDS.has(word) || FIRM.test(word))) return true;
    if (!isCapital && !PARTICLES.has(word) && word !== 'and') break;
  }
  for (let before = from; before + 1 < at; before += 1)
    if (KINDS.has(wordAt(scanned, before)) && OF.test(wordAt(scanned, before + 1))) return true;
  return false;
}

/** A word that may be of a name: it has a capital, and hardly any licence has it, or it is known to stand in names. */
export function isNameWord(scanned: ScannedText, at: number): boolean {
  const id = scanned.ids[at] ?? 0;
  if (((scanned.flags[at] ?? 0) & FLAG.capital) === 0) return false;
  if (id === 0 || id >= scanned.vocabulary.commonBelow) return true;
  const word = wordAt(scanned, at);
  return isCommonInNames(word);
}

/** A word of what a program is called: with a capital, or one that no licence has. */
export function isName(scanned: ScannedText, at: number): boolean {
  if (((scanned.flags[at] ?? 0) & FLAG.address) !== 0) return false;
  return isNoOrdinaryWord(scanned, at) || isNameWord(scanned, at) || wordAt(scanned, at) === 'gnu';
}

/** Whether a word is none that sentences of licences have: they lack it, or only names in them are called so. */
export function isNoOrdinaryWord({ ids, vocabulary }: ScannedText, at: number): boolean {
  const id = ids[at] ?? UNKNOWN_WORD;
  return id === UNKNOWN_WORD || id >= vocabulary.ordinaryBelow;
}

/** After the names of a copyright notice that begin at a word; the word itself where none do. */
export function namesEnd(scanned: ScannedText, from: number, end: number): number {
  let at = from;
  let last = from;
  while (at < end) {
    const to = nameEnd(scanned, at, end, at === from);
    if (to === at) break;
    const isAlone = at > from && to === at + 1 && /^[)>\]"'”’]*,/.test(textBefore(scanned, at));
    if (isAlone && !showsName(scanned, at) && !isTown(scanned, at, end)) break;
    last = to;
    at = afterJoin(scanned, to, end);
    if (at === -1) break;
  }
  return last;
}

/**
 * Whether one word that stands alone in a list shows that it is a name, and no term: `Ada`, `WebReflection`, `@medikoo`,
 * `IBM`, an address. `Copyright 2026 Acme, Nonprofits` does not.
 */
export function showsName(scanned: ScannedText, at: number): boolean {
  const word = wordAt(scanned, at);
  if (((scanned.flags[at] ?? 0) & FLAG.address) !== 0) return true;
  if (GIVEN_NAMES.has(word) || PEOPLE.has(word) || OTHERS.has(word) || KINDS.has(word)) return true;
  const start = scanned.starts[at] ?? 0;
  return scanned.text.charAt(start - 1) === '@' || SHAPED.test(scanned.text.slice(start, scanned.ends[at]));
}

/** `Espoo, Finland`, `Raleigh, NC`: a country or its part comes after it. */
function isTown(scanned: ScannedText, at: number, end: number): boolean {
  const next = at + 1;
  if (next >= end || !/^,\s+$/.test(textBefore(scanned, next))) return false;
  return (
    COUNTRIES.has(wordAt(scanned, next)) ||
    /^\p{Lu}{2}$/u.test(scanned.text.slice(scanned.starts[next], scanned.ends[next]))
  );
}

/** A capital within, or an abbreviation. */
const SHAPED = /^(?:\p{L}|\p{Lu}{2,4}|\p{L}*\p{Ll}\p{Lu}\p{L}*)$/u;

/** No one name has more words. */
const LONGEST_NAME = 8;

/** Where firms and people are, in brackets or after a comma: `QOS.ch Sarl (Switzerland)`. */
const COUNTRIES = new Set(
  wordList(`argentina australia austria belgium brazil bulgaria canada chile china colombia croatia czechia denmark
  england estonia finland france germany greece hungary iceland india indonesia ireland israel italy japan korea latvia
  lithuania luxembourg malaysia mexico netherlands norway poland portugal romania russia scotland serbia singapore
  slovakia slovenia spain sweden switzerland taiwan thailand turkey uk ukraine us usa vietnam wales`),
);

/** Whether a word is a country's name and nothing hangs on to it: `(Switzerland)`, `Raleigh, NC, USA`. */
function isCountry(scanned: ScannedText, at: number): boolean {
  if (!COUNTRIES.has(wordAt(scanned, at)) || ((scanned.flags[at] ?? 0) & FLAG.capital) === 0) return false;
  const after = scanned.text.slice(scanned.ends[at], (scanned.ends[at] ?? 0) + 2);
  if (at > 0 && gapBefore(scanned, at) === 'bracket') return after.startsWith(')');
  return /^, $/.test(at > 0 ? textBefore(scanned, at) : '') && /^(?:[.;,]?\s|$)/.test(after);
}

function nameEnd(scanned: ScannedText, from: number, end: number, isFirst: boolean): number {
  const whole = Math.max(
    knownNameEnd(scanned, from, end),
    firmEnd(scanned, from, end),
    companyEnd(scanned, from, end),
    crowdEnd(scanned, from, end),
  );
  let at = whole;
  let hasCore = whole > from;
  let afterCore = whole;
  while (at < end && at - from < LONGEST_NAME) {
    const between = at === from ? 'same' : gapBefore(scanned, at);
    if (between === 'apart') break;
    const flag = scanned.flags[at] ?? 0;
    const word = wordAt(scanned, at);
    const isAddress = (flag & FLAG.address) !== 0;
    const bare = bareAddressEnd(scanned, at, end);
    const known = knownNameEnd(scanned, at, end);
    if (bare > at || known > at) {
      at = Math.max(bare, known);
      hasCore = true;
      afterCore = at;
      continue;
    }
    if (at > 0 && isCountry(scanned, at) && (between === 'bracket' || at === from)) {
      hasCore = true;
      afterCore = at + 1;
      at += 1;
      continue;
    }
    const nick = between === 'bracket' ? nickEnd(scanned, at, end, from) : quotedNickEnd(scanned, at, end, from);
    if (nick > at) {
      if (hasCore) afterCore = nick;
      at = nick;
      continue;
    }
    if (
      between === 'bracket' &&
      !isAddress &&
      !/^(?:see|others?|contributors|with|formerly|previously|mailto)$/.test(word)
    ) {
      const listed = placeholderEnd(scanned, at, end);
      if (listed === at) break;
    }
    if (isAddress) {
      hasCore = true;
      afterCore = at + 1;
    } else if (/^(?:formerly|previously|mailto)$/.test(word) && between === 'bracket') {
      at += 1;
      continue;
    } else if (placeholderEnd(scanned, at, end) > at) {
      return placeholderEnd(scanned, at, end);
    } else if (isListed(scanned, at, end) > at) {
      at = isListed(scanned, at, end);
      return at;
    } else if (
      between === 'joined' ||
      between === 'handle' ||
      isOfName(scanned, at, from, end, isFirst) ||
      isOther(scanned, at) ||
      isCompound(scanned, at, end)
    ) {
      const isCore = !/^(?:the|and|its|his|her|their|all)$/.test(word);
      if (isCore) {
        hasCore = true;
        afterCore = at + 1;
      }
    } else if (at > from && isRunBefore(scanned, from, at + 2) && scanned.ids[at] === 0) {
      // `ember cli contributors`
    } else if (isSmallName(scanned, at, from, end, isFirst)) {
      // `2016 whitequark`
      hasCore = true;
      afterCore = at + 1;
    } else if (/^(?:to|from)$/.test(word) && at > from && CROWD.test(wordAt(scanned, at - 1))) {
      const to = Math.max(nameEnd(scanned, at + 1, end, true), chainEnd(scanned, at + 1, end));
      return to > at + 1 ? to : afterCore;
    } else if (!PARTICLES.has(word)) break;
    at += 1;
  }
  return hasCore ? afterCore : from;
}

/** `and other contributors`, `copyright holders`; `Copyright` alone begins the next notice. */
function isOther(scanned: ScannedText, at: number): boolean {
  const word = wordAt(scanned, at);
  return word === 'copyright' ? /^(?:holder|owner)s?$/.test(wordAt(scanned, at + 1)) : OTHERS.has(word);
}

/** `2016 whitequark`, `npm, Inc.`, `the mock team`: a small letter right after the year, or before who else there is. */
function isSmallName(scanned: ScannedText, at: number, from: number, end: number, isFirst: boolean): boolean {
  if (at === from && isFirmAfter(scanned, at, end)) return scanned.ids[at] === 0;
  if (at === from && (isChainBefore(scanned, at, end) || isHandle(scanned, at))) return true;
  if (isSmallPerson(scanned, at, from)) return true;
  const isAfterThe = at === from + 1 && wordAt(scanned, from) === 'the';
  if (isFirst && at === from + 1 && scanned.ids[at] === 0 && at + 1 < end && gapBefore(scanned, at + 1) === 'bracket')
    return true;
  if ((at > from && !isAfterThe) || (scanned.flags[at] ?? 0) & FLAG.digits) return false;
  if (at === from && isRunBefore(scanned, at, end)) return true;
  const isBeforeOthers = at + 1 < end && OTHERS.has(wordAt(scanned, at + 1)) && gapBefore(scanned, at + 1) === 'same';
  const id = scanned.ids[at] ?? 0;
  if (isBeforeOthers && (isFirst || isAfterThe)) return id === 0 || id >= scanned.vocabulary.commonBelow;
  return isFirst && id === 0;
}

/** `angus croll`: a given name in small letters, and a word behind it that no licence has. */
function isSmallPerson(scanned: ScannedText, at: number, from: number): boolean {
  if (!GIVEN_NAMES.has(wordAt(scanned, from))) return false;
  return at === from || (at === from + 1 && scanned.ids[at] === 0);
}

/** `Mariusz Nowak, @medikoo` */
function isHandle(scanned: ScannedText, at: number): boolean {
  return scanned.ids[at] === 0 && /^, @$/.test(textBefore(scanned, at));
}

/** After words that hyphens or dots join to one. */
function chainEnd(scanned: ScannedText, from: number, end: number): number {
  let at = from + 1;
  while (at < end && gapBefore(scanned, at) === 'joined') at += 1;
  return at > from + 1 ? at : from;
}

/** `Another-D-Mention Software`: one piece with a capital, of which one part is of no licence. */
function isCompound(scanned: ScannedText, from: number, end: number): boolean {
  if (((scanned.flags[from] ?? 0) & FLAG.capital) === 0) return false;
  let hasOwn = false;
  let at = from + 1;
  for (; at < end && gapBefore(scanned, at) === 'joined'; at += 1) hasOwn ||= scanned.ids[at] === 0;
  return hasOwn;
}

/** `npm, Inc.` */
function isFirmAfter(scanned: ScannedText, at: number, end: number): boolean {
  return at + 1 < end && FIRM.test(wordAt(scanned, at + 1)) && gapBefore(scanned, at + 1) === 'same';
}

/** `ember cli contributors`: words that no licence has, and who they are. */
function isRunBefore(scanned: ScannedText, from: number, end: number): boolean {
  let at = from;
  while (at < Math.min(end, from + 3) && scanned.ids[at] === 0 && (at === from || gapBefore(scanned, at) === 'same'))
    at += 1;
  return at > from && at < end && gapBefore(scanned, at) === 'same' && CROWD.test(wordAt(scanned, at));
}

const CROWD = /^(?:contributors|authors|developers|maintainers|collaborators|team)$/;
/** `the Pexpect development team` */
const KIND_OF_CROWD = /^(?:development|core|project|community)$/;
/** A crowd is called by no more words than these. */
const LONGEST_CROWD = 4;

/**
 * `The embedded-io authors`, `Notify Contributors`, `Contributors to the foo_bar project`: what people work on may be
 * called anything that has capitals, is of no licence, or hangs together, and who they are follows it.
 */
function crowdEnd(scanned: ScannedText, from: number, end: number): number {
  let at = wordAt(scanned, from) === 'the' ? from + 1 : from;
  if (CROWD.test(wordAt(scanned, from)) && /^(?:to|of)$/.test(wordAt(scanned, from + 1)))
    return worksEnd(scanned, from + 2, end) ?? from;
  const first = at;
  for (let pieces = 0; pieces < LONGEST_CROWD && at < end; pieces += 1) {
    if (at > from && gapBefore(scanned, at) !== 'same') return from;
    if (at > first && CROWD.test(wordAt(scanned, at))) return at + 1;
    const to = workEnd(scanned, at, end);
    if (to === at && !(at > first && KIND_OF_CROWD.test(wordAt(scanned, at)))) return from;
    at = Math.max(to, at + 1);
  }
  return at < end && at > first && CROWD.test(wordAt(scanned, at)) && gapBefore(scanned, at) === 'same' ? at + 1 : from;
}

/** `the foo_bar project`; null where it is not the end of what there is on the line. */
function worksEnd(scanned: ScannedText, from: number, end: number): number | null {
  const first = wordAt(scanned, from) === 'the' ? from + 1 : from;
  if (first >= end || !isWithin(scanned, from, first + 1)) return null;
  const to = workEnd(scanned, first, end);
  const isNamed = to > first && to < end && gapBefore(scanned, to) === 'same';
  return isNamed && /^(?:project|library|package)$/.test(wordAt(scanned, to)) ? to + 1 : null;
}

function isWithin(scanned: ScannedText, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (gapBefore(scanned, at) !== 'same') return false;
  return true;
}

/** After one piece of what a work is called; the word itself where it is none. */
function workEnd(scanned: ScannedText, at: number, end: number): number {
  const chain = chainEnd(scanned, at, end);
  if (chain > at) return isAnyTerm(scanned, at, chain) ? at : chain;
  const isCapital = ((scanned.flags[at] ?? 0) & FLAG.capital) !== 0;
  return isNoOrdinaryWord(scanned, at) || (isCapital && !TERM.has(wordAt(scanned, at))) ? at + 1 : at;
}

function isAnyTerm(scanned: ScannedText, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (TERM.has(wordAt(scanned, at))) return true;
  return false;
}

/** Words of sentences that programs' names also have, and no term can be made of: `use-subscription`, `is-number`. */
const IN_PROGRAMS = /^(?:require|use|user|copy|license|notice|is)$/;

/** `require-in-the-middle contributors`: words that hyphens join to one, and who they are. */
function isChainBefore(scanned: ScannedText, from: number, end: number): boolean {
  const at = chainEnd(scanned, from, end);
  for (let word = from; word < at; word += 1) {
    const said = wordAt(scanned, word);
    if (TERM.has(said) && !IN_PROGRAMS.test(said)) return false;
  }
  return at > from + 1 && at < end && OTHERS.has(wordAt(scanned, at)) && gapBefore(scanned, at) === 'same';
}

/** `Fair Oaks Labs, Inc.`: what a firm calls itself may be any words with capitals, and what it is follows them. */
function firmEnd(scanned: ScannedText, from: number, end: number): number {
  for (let at = from; at < Math.min(end, from + LONGEST_NAME); at += 1) {
    const gap = at > from ? gapBefore(scanned, at) : 'same';
    const isPlace = at > from && gap === 'bracket' && (isCountry(scanned, at) || FIRM.test(wordAt(scanned, at)));
    if (gap !== 'same' && !isPlace && !(at > from + 1 && /^\) $/.test(textBefore(scanned, at)))) return from;
    const word = wordAt(scanned, at);
    if (isPlace) continue;
    if (at > from && FIRM.test(word)) return at + 1;
    if (at > from && /^(?:for|of|and|the|in)$/.test(word)) continue;
    const isIt = word === 'it' && scanned.text.startsWith('IT', scanned.starts[at]);
    if (((scanned.flags[at] ?? 0) & FLAG.capital) === 0 || (TERM.has(word) && !isIt)) return from;
  }
  return from;
}

/** Names whose words look like none, each known to the word. */
const KNOWN_NAMES: readonly (readonly string[])[] = [
  ['yuxi', 'evan', 'you'],
  ['evan', 'you'],
  ['human', 'who', 'codes'],
  ['red', 'hat'],
  ['shahar', 'or'],
  ['even', 'rouault'],
  ['oasis', 'open'],
  ['asamuzak', 'kazz'],
  ['whatwg', 'apple', 'google', 'mozilla', 'microsoft'],
  ['jyun', 'yan', 'you'],
  ['without', 'boats'],
  ['charlike', 'make', 'reagent'],
  ['investigative', 'reporters', 'and', 'editors'],
  ['these', 'people'],
  ['many', 'other', 'people'],
];

function knownNameEnd(scanned: ScannedText, from: number, end: number): number {
  const known = KNOWN_NAMES.find((words) =>
    words.every((word, index) => from + index < end && wordAt(scanned, from + index) === word),
  );
  return known === undefined ? from : from + known.length;
}

/** `a salesforce.com company`, `a division of Acme Inc.` */
function companyEnd(scanned: ScannedText, from: number, end: number): number {
  if (!/^an?$/.test(wordAt(scanned, from)) || from + 1 >= end) return from;
  if (/^(?:division|subsidiary)$/.test(wordAt(scanned, from + 1)) && wordAt(scanned, from + 2) === 'of') {
    const firm = isWithin(scanned, from + 1, from + 4) ? firmEnd(scanned, from + 3, end) : from + 3;
    return firm > from + 3 ? firm : from;
  }
  const host = /^[\w-]{1,40}\.[a-z]{2,6} company\b/i.exec(
    scanned.text.slice(scanned.starts[from + 1], (scanned.starts[from + 1] ?? 0) + 60),
  );
  let at = from + 1;
  if (host === null) {
    while (at < end && isNameWord(scanned, at) && gapBefore(scanned, at) === 'same') at += 1;
    if (at === from + 1) return from;
  } else while (at < end && wordAt(scanned, at) !== 'company') at += 1;
  return at < end && wordAt(scanned, at) === 'company' ? at + 1 : from;
}

/** `sindresorhus.com` in brackets, `luke.edwards@acme.example`: after the words of an address without its scheme. */
const BARE =
  /(?:mailto:|https?:\/)?(?:[\w.+-]{1,60}@)?(?:[a-z\d-]{1,40}\.){1,4}[a-z]{2,10}(?:\/[\w.~@#/-]{0,80})?(?=[)>\]\s,]|\.\s|&gt|$)/iy;

/** Without brackets, and after a comma, only under a domain that is no word. */
const HOST = /^[a-z\d-]{1,40}\.(?:com|org|net|io|dev|me|de|fr|nl|it|es|eu|at|ch|uk|us|co\.uk|app|tech|xyz)$/i;

function bareAddressEnd(scanned: ScannedText, at: number, end: number): number {
  const start = scanned.starts[at] ?? 0;
  if (!/[.@:+-]/.test(scanned.text.charAt(scanned.ends[at] ?? 0))) return at;
  const isInBracket = at > 0 && /[(<[]/.test(scanned.text.charAt(start - 1));
  BARE.lastIndex = start;
  const [found = ''] = BARE.exec(scanned.text) ?? [];
  if (!isInBracket && !found.includes('@') && !(HOST.test(found) && /^, $/.test(textBefore(scanned, at)))) return at;
  let to = at;
  while (to < end && (scanned.ends[to] ?? 0) <= start + found.length) to += 1;
  return scanned.ends[to - 1] === start + found.length ? to : at;
}

/** `(Ray) <ray@acme.example>`: one unknown word in brackets, with an address after it; `<ray at acme dot example>`. */
function nickEnd(scanned: ScannedText, at: number, end: number, from: number): number {
  const text = scanned.text.slice(scanned.starts[at], (scanned.starts[at] ?? 0) + 80);
  const person = personEnd(scanned, at, end);
  if (person > at) return person;
  const [known] = KNOWN_NICK.exec(text) ?? [];
  if (known !== undefined) return wordsEnd(scanned, at, end, (scanned.starts[at] ?? 0) + known.length);
  const firm = firmEnd(scanned, at, end);
  if (firm > at && /^\.?\)/.test(scanned.text.slice(scanned.ends[firm - 1], (scanned.ends[firm - 1] ?? 0) + 2)))
    return firm;
  const [spelled] =
    /^[\w.+-]{1,40}(?: (?:at|AT) |_(?:at|AT)_| ?(?:\[at\]|\(at\)|\{at\}|\[AT\]|\{AT\}) ?)[\w-]+(?:(?:\.|_(?:dot|DOT)_| ?(?:dot|\[dot\]|\{dot\}|DOT) ?)[\w-]+)*(?=[>)])/.exec(
      text,
    ) ?? [];
  if (spelled !== undefined) return wordsEnd(scanned, at, end, (scanned.starts[at] ?? 0) + spelled.length);
  if (isAbbreviationOf(scanned, at, from)) return at + 1;
  return scanned.ids[at] === 0 && /^[\p{L}\p{N}]+\)[ ,]*</u.test(text) ? at + 1 : at;
}

/** `(Mike de Boer)`: one person, by given name and surname, and the bracket closes. */
function personEnd(scanned: ScannedText, from: number, end: number): number {
  if (!GIVEN_NAMES.has(wordAt(scanned, from)) || ((scanned.flags[from] ?? 0) & FLAG.capital) === 0) return from;
  for (let at = from + 1; at < Math.min(end, from + LONGEST_PERSON) && gapBefore(scanned, at) === 'same'; at += 1) {
    if (PARTICLES.has(wordAt(scanned, at))) continue;
    if (!isOfName(scanned, at, from, end, false)) return from;
    if (scanned.text.startsWith(')', scanned.ends[at])) return at + 1;
  }
  return from;
}

const LONGEST_PERSON = 5;

/** What brackets behind a name may say of it: `(twitter: @ada)`, `("Author")`, the language of a part. */
const KNOWN_NICK =
  /^(?:twitter:? @\w{1,30}|(?:the )?["“]?(?:original )?authors?["”]?|ruby|javascript|python|perl|php|rust|go|java|c\+\+|c)(?=\))/i;

/** After the words that end at a place of the text or before. */
function wordsEnd({ ends }: ScannedText, from: number, end: number, place: number): number {
  let to = from;
  while (to < end && (ends[to] ?? 0) <= place) to += 1;
  return to;
}

/** `Advanced Linux Sound Architecture (ALSA)`: the first letters of the words before it. */
function isAbbreviationOf({ text, starts, ends }: ScannedText, at: number, from: number): boolean {
  const said = text.slice(starts[at], ends[at]);
  if (said.length < 2 || said.length > at - from || text.charAt(ends[at] ?? 0) !== ')') return false;
  return [...said].every((letter, index) => text.charAt(starts[at - said.length + index] ?? 0) === letter);
}

/**
 * `Juriy "kangax" Zaytsev`, `Ulrik Sverdrup "bluss"`: one word in quotes that no licence has, and a word of the name
 * after it, or a person before it.
 */
function quotedNickEnd(scanned: ScannedText, at: number, end: number, from: number): number {
  if (at === 0 || at + 1 >= end || scanned.ids[at] !== 0) return at;
  if (!/^ ["“'‘]$/.test(textBefore(scanned, at))) return at;
  const isLast = at - 2 >= from && GIVEN_NAMES.has(wordAt(scanned, from));
  const isQuoted = isLast
    ? /^["”]/.test(scanned.text.slice(scanned.ends[at], (scanned.ends[at] ?? 0) + 1))
    : /^["”'’] $/.test(textBefore(scanned, at + 1)) && isNameWord(scanned, at + 1);
  return isQuoted ? at + 1 : at;
}

/** `[name of copyright owner]`, as the lists have it. */
function placeholderEnd(scanned: ScannedText, from: number, end: number): number {
  if (!/^(?:names?|full|fullname|copyright|your|organi[sz]ation|owner)$/.test(wordAt(scanned, from))) return from;
  const words: string[] = [];
  for (let at = from; at < Math.min(end, from + 6); at += 1) words.push(wordAt(scanned, at));
  const [said] =
    /^(?:names? of (?:the )?(?:copyright )?(?:owners?|holders?|authors?)|full ?name|copyright (?:holders?|owners?)|your name|name|organi[sz]ation|owner)(?= |$)/.exec(
      words.join(' '),
    ) ?? [];
  if (said === undefined) return from;
  const to = from + said.split(' ').length;
  const after = scanned.text.slice(scanned.ends[to - 1], (scanned.ends[to - 1] ?? 0) + 1);
  return /[\])>}]/.test(after) ? to : from;
}

/** `listed at <address>`, `see AUTHORS`, `in the README file`. */
function isListed(scanned: ScannedText, from: number, end: number): number {
  if (!/^(?:as|listed|see|reachable|with)$/.test(wordAt(scanned, from))) return from;
  const words: string[] = [];
  for (let at = from; at < Math.min(end, from + 9); at += 1)
    words.push(((scanned.flags[at] ?? 0) & FLAG.address) !== 0 ? '@' : wordAt(scanned, at));
  const [said] =
    /^(?:(?:as )?listed (?:at|in|on) @(?: and in the readme file)?|(?:as )?listed in (?:the )?(?:readme|authors|contributors)(?: txt| md)?(?: file)?|see (?:the )?(?:authors|contributors)(?: txt| md)?(?: file)?|see @|reachable at @|with contributions from (?:(?:many )?other people|others|contributors))(?= |$)/.exec(
      words.join(' '),
    ) ?? [];
  return said === undefined ? from : from + said.split(' ').length;
}

/** What joins names after a space alone. */
const JOIN = /^(?:and|or|et|und|y|e|with)$/;

/** After a comma or `and` between two names; -1 where no other name can follow. */
function afterJoin(scanned: ScannedText, at: number, end: number): number {
  if (at >= end) return -1;
  const before = textBefore(scanned, at);
  const word = wordAt(scanned, at);
  if (before === ' ' && !JOIN.test(word)) return -1;
  const isSpaced = word === 'or' && /^\. $/.test(before);
  const gap = isAbbreviated(scanned, at - 1) ? before.replace(isSpaced ? '.' : /^\.(?=,)/, '') : before;
  if (/\n[\s\S]*\n/.test(gap)) return -1;
  if (/^> - $/.test(gap)) return at;
  const isWrapped = /[\n\r]/.test(gap);
  if (/^[)>\]"'”’]*[,;][^.;:]*$/.test(gap) && !/[-–—(]/.test(gap.split(/[\n\r]/)[0] ?? '')) {
    return /^(?:and|et|und|y|e|with)$/.test(word) && at + 1 < end ? at + 1 : at;
  }
  if (/[.;:,(–—]|\s-\s/.test(gap.replace(/^[)>\]"'”’]+/, '').split(/[\n\r]/)[0] ?? '')) return -1;
  if (word === 'and' && wordAt(scanned, at + 1) === 'or' && wordAt(scanned, at + 2) === 'its') return at + 2;
  if (word === 'or' && /^(?:its|their|other|authors)$/.test(wordAt(scanned, at + 1))) return at + 1;
  if (/^(?:and|et|und|y|e|with)$/.test(word) && !/[.;:]/.test(gap)) return at + 1 < end ? at + 1 : -1;
  if (isWrapped) return -1;
  return /^[)>\]]*\s*[/+]\s*$/.test(gap) ? at : -1;
}

type Gap = 'same' | 'joined' | 'handle' | 'bracket' | 'apart';

/** Punctuation longer than this parts everything. */
const LONGEST_GAP = 80;
/** … but for where a link leads. */
const LONGEST_LINKED_GAP = 500;

/** What stands before a word since the one before it; a line that was only wrapped there goes on. */
function textBefore(scanned: ScannedText, at: number): string {
  const { text, starts, ends, flags } = scanned;
  const from = ends[at - 1] ?? 0;
  const to = starts[at] ?? 0;
  if (to - from === 1 && text.charCodeAt(from) === 0x20) return ' ';
  if (to - from > LONGEST_LINKED_GAP) return '\n\n';
  const isBehindAddress = ((flags[at - 1] ?? 0) & FLAG.address) !== 0 && text.charAt(from) === '/';
  const gap = text.slice(isBehindAddress ? from + 1 : from, to).replace(/\]\([^\s()]*\)/, ']');
  if (gap.length > LONGEST_GAP) return '\n\n';
  return ((flags[at] ?? 0) & FLAG.lineStart) !== 0 && isWrapped(scanned, at) ? unwrapped(gap) : gap;
}

/** What stands between a word of a name and the next. */
function gapBefore(scanned: ScannedText, at: number): Gap {
  const gap = textBefore(scanned, at);
  if (gap === ' ') return 'same';
  if (/[\n\r]/.test(gap))
    return /^\s*[\n\r][\s*#/;]*<$/.test(gap) && /@/.test(afterWord(scanned, at)) ? 'bracket' : 'apart';
  // `Ada Byron.Copyright (c) 2026 Grace Hopper`
  if (gap === '.' && wordAt(scanned, at) === 'copyright') return 'apart';
  if (/^[-+.'’·_]$/.test(gap)) return 'joined';
  if (/^\s*(?:- )?\(?@$/.test(gap)) return 'handle';
  if (/^\.?[)>\]"”\s]*[([<]+["“]?$/.test(gap) || /^\s*&lt;$/.test(gap)) return 'bracket';
  if (/^\. $/.test(gap) && FIRM.test(wordAt(scanned, at))) return 'same';
  if (/^\.[)"”]*\s+$/.test(gap)) return isAbbreviated(scanned, at - 1) && !isBehindFirm(scanned, at) ? 'same' : 'apart';
  if (/^! $/.test(gap)) return FIRM.test(wordAt(scanned, at)) ? 'same' : 'apart';
  if (/^[.,]\s*$/.test(gap)) return /^,\s+$/.test(gap) && FIRM.test(wordAt(scanned, at)) ? 'same' : 'apart';
  return /^[)>\]]*\s*["'“”‘’`*_]*\s*["'“”‘’`*_]*$/.test(gap) && !/[)>\]]/.test(gap) ? 'same' : 'apart';
}

function afterWord({ text, starts }: ScannedText, at: number): string {
  return text.slice(starts[at], (starts[at] ?? 0) + LONGEST_GAP).split(/[>\s]/)[0] ?? '';
}

const FIRM =
  /^(?:inc|incorporated|corp|corporation|ltd|limited|llc|llp|lp|plc|pty|pvt|gmbh|ag|kg|ug|gbr|bv|bvba|vof|nv|co|sa|sas|sarl|srl|spa|aps|oy|ab|ltda|jr|sr)$/;

/** `Acme Inc. Confidential`: what comes behind a firm's name is none of it, unless it goes on saying what it is. */
function isBehindFirm(scanned: ScannedText, at: number): boolean {
  const isCapital = ((scanned.flags[at] ?? 0) & FLAG.capital) !== 0;
  return isCapital && FIRM.test(wordAt(scanned, at - 1)) && !FIRM.test(wordAt(scanned, at)) && !isOther(scanned, at);
}

/** Their full stop ends no name. */
function isAbbreviated({ text, starts, ends }: ScannedText, at: number): boolean {
  return /^(?:\p{L}|inc|ltd|co|corp|jr|sr|st|sta|dr|prof|mr|mrs|ms|copr|univ|dept)$/iu.test(
    text.slice(starts[at], ends[at]),
  );
}

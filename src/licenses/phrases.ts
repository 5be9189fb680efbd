/** What is licensed, as its own sentences call it. A part of it (`examples`, `documentation`) is not it. */
const THING =
  '((this|the|these|your|our|all) [{brand}] (program|programs|software|library|project|package|file|files|work|code|module|script|scripts|application|plugin|tool|repository|product|font|component|document|source [code] [form|file|files]|font software) [and its accompanying materials]|this (manual|manual page|page|header|header file|driver|utility)|it|this|they)';
/** The GNU notices also name it: `Bash is free software`. */
const NAMED_THING = `(${THING}|the {brand} [library|program|package]|{brand} [library|program|package])`;
const FOR_DETAILS =
  '[for] [the] [more|full|further|license|licensing] [details|information|text|terms] [of the license]';
const WHERE = `(see [also] [the] [accompanying|included|enclosed|bundled] {file} [file] ${FOR_DETAILS}|see {address} ${FOR_DETAILS}|(found|available) (in|at) [the] {file} [file]|a copy of which (is|can be found) (included|available|in|at) [in] [the] ({file}|{address}) [file])`;
/** A program by its name, `GNU Time` or `cuid`; one that is only of words which licences use could be a part of it. */
const PROGRAM = '{program} [library|program|package|project|module]';
/** What may come after the licences of a grant. */
const TAIL = `[the license|gpl|lgpl] [of the license] [dated june (1991|2007)|dated 29 june 2007|january 2004|gpl compatible] [not later] [as published by (the free software foundation [inc]|sam hocevar)] [at your option] [[which is] (reproduced|quoted|included|printed|given|shown|set out|set forth) (below|here|as follows)|as follows] [${WHERE}|{address}]`;
/** Begins a sentence that offers other licences instead of those named before. */
export const ALTERNATIVELY = 'alternatively';
const GNU_SHORT = '(gpl or [the] lgpl|lgpl or [the] gpl|gpl and [the] lgpl|gpl|lgpl|gnu gpl|gnu lgpl)';
const NO_INVARIANTS =
  'with no invariant (section|sections) [and] [with] no front cover (text|texts) and [with] no back cover (text|texts)';
const LICENSED =
  '(licensed|released|distributed|redistributed|published|available|made available|provided|offered|covered|licenced|relicensed|open sourced|free software licensed|shared)';
const UNDER = '(under|by|subject to|according to|pursuant to) [[the] terms [and conditions] [of]] ';
const CHOICE = '[either] [of] [both] [your choice of] [at your option]';
const DUAL = '[dual|dually|double|triple|tri]';

/**
 * Sentences that grant the licences which they name. `[x]` may be missing, `(a|b)` is one of several, `{brand}` a name,
 * `{licenses}` one or several licences, joined.
 */
export const GRANTS: readonly string[] = [
  `[${THING} (is|are|has been|have been|may be|can be) [hereby|now|also] [free software]] ${DUAL} ${LICENSED} ${UNDER} ${CHOICE} {licenses} ${TAIL}`,
  `[the] ${PROGRAM} (is|are|has been) [hereby|now|also] [free software] ${DUAL} ${LICENSED} ${UNDER} ${CHOICE} {licenses} ${TAIL}`,
  `${DUAL} (licensed|licenced) (as|with|) {licenses} ${TAIL}`,
  `${THING} is (governed by|subject to|covered by|under) [the terms [and conditions] of] {licenses} ${TAIL}`,
  `(${THING}|${PROGRAM}) is ${DUAL} (licensed|distributed) (as|with) {licenses} ${TAIL}`,
  `(${THING}|${PROGRAM}) (is|are) {licenses} licensed`,
  `it is therefore ${LICENSED} ${UNDER} {licenses} ${TAIL}`,
  `all contributions (to|towards) [the] ${PROGRAM} are {licenses} licensed`,
  `used under [the terms of] {licenses} ${TAIL}`,
  `this copy of {brand} [json] [processor] [{brand}] [databind] [module] is licensed under {licenses} [the license]`,
  `(license|licenses|lizenz|licentie|licenza|licencia) {label} {licenses} ${TAIL}`,
  `[(at|of) your (choice|option)] you (may|can) (use|redistribute|distribute|copy) (it|this (software|file|library|program|code)) ${UNDER} ${CHOICE} {licenses} ${TAIL}`,
  `[(${NAMED_THING}|this work|${PROGRAM}) (is|are) free [software]] [it comes without any warranty to the extent permitted by applicable law] you (can|may) (redistribute|use|distribute|copy) [it|this (software|program|library|file)|them] and or modify (it|them|{program}) ${UNDER} ${CHOICE} {licenses} ${TAIL}`,
  `this copyrighted material is made available to anyone wishing to use modify copy or redistribute it subject to the terms and conditions of {licenses} ${TAIL}`,
  `this is the {licenses} ${TAIL}`,
  `${THING} uses the {licenses} ${TAIL}`,
  `${THING} available under [the terms of] {licenses} ${TAIL}`,
  'both the original source code and new contributions in this repository are released under {licenses}',
  `permission is granted to copy distribute and or modify this (document|manual|file|page|manual page) under the terms of {licenses} [published by the free software foundation] [${NO_INVARIANTS}] ${TAIL}`,
  `this is free software licensed under {licenses} ${TAIL}`,
  `[licensed to the apache software foundation asf under one or more contributor license agreements see the notice file distributed with this work for additional information regarding copyright ownership] the asf licenses this file to you under {licenses} [the license]`,
  `to the extent possible under law (the (author|authors|author s|copyright holder|copyright holders) [of {program}]|{names}) (has|have) (waived|dedicated) all copyright and related (and|or) neighboring rights to (it|this (software|work|file|program|library)|{program}) [to the public domain worldwide] [this software is distributed without any warranty] you should have received a copy of the {licenses} along with this (software|work|file|program|library) [if not see {address}]`,
  `the contents of this file are subject to [the terms [and conditions] of] {licenses} ${TAIL} [you may not use this file except in compliance with the license]`,
  `${ALTERNATIVELY} [the contents of] this (file|software|library|program) may (be used|be distributed|be redistributed|also be used) under the terms of [either] {licenses} ${TAIL} [in which case the provisions of [the] ${GNU_SHORT} [license] (are applicable|apply) instead of those [of the mpl] above]`,
  `this (file|software|library|program) may be (used|distributed|redistributed) under the terms of {licenses} ${TAIL} [and appearing in the file {file} included in the packaging of this file]`,
  `you may use this software under [the terms of] {licenses} ${TAIL}`,
  // German
  '[(diese|dieses|dieser|die|das|der) (software|programm|datei|werk|bibliothek|projekt|quellcode|code) (ist|wird|steht)] [lizenziert|veröffentlicht|freigegeben|verfügbar] unter [den bedingungen] [der|einer] {licenses} [lizenz] [lizenziert|veröffentlicht|freigegeben|verfügbar|verteilt]',
  '(lizenziert|veröffentlicht|freigegeben) unter [den bedingungen] [der] {licenses} [lizenz]',
  // French
  '[(ce|cette|le|la) (logiciel|programme|fichier|bibliothèque|projet|code|oeuvre|œuvre) est] (concédé|concédée|distribué|distribuée|publié|publiée|disponible|mis à disposition|régi par) [sous|selon] [les termes de] [la] [licence] {licenses}',
  // Dutch
  '[(deze|dit|de|het) (software|programma|bestand|bibliotheek|werk|project|broncode) (is|wordt)] (in licentie gegeven krachtens|in licentie gegeven onder|gelicentieerd onder|vrijgegeven onder|verspreid onder|uitgegeven onder|beschikbaar [gesteld] onder) [de voorwaarden van] [de|het] {licenses} [licentie]',
  '[(deze|dit|de|het) (software|programma|bestand|bibliotheek|werk|project|broncode) (is|wordt)] onder [de] {licenses} [licentie] (vrijgegeven|verspreid|uitgegeven|beschikbaar)',
  // Italian
  '[(questo|questa|il|la) (software|programma|file|libreria|progetto|codice) è] (concesso in licenza a norma [dell]|rilasciato sotto|rilasciata sotto|distribuito sotto|distribuita sotto|pubblicato sotto|disponibile sotto) [i termini della] [la] [licenza] {licenses}',
  // Spanish
  '[(este|esta|el|la) (software|programa|archivo|biblioteca|proyecto|código) (es|está|se)] (con arreglo a|bajo|distribuido bajo|distribuye bajo|publicado bajo|publica bajo|licenciado bajo|liberado bajo|disponible bajo) [los términos de] [la] [licencia] {licenses}',
];

const COPY =
  '([the] [complete|full] [license] (text|texts)|a copy|copy|[a] [full|complete|local] copy [of the [full|complete] text]|[the] license|the [full|complete] version)';
const DEBIAN =
  '(on|under|in) [a|your|any|modern] debian [and|or|ubuntu] [debian|ubuntu] [gnu linux|gnu] [based] [system|systems|distribution]';
const OF_IT = '[the] [newest version of] ({licenses}|this license|the license|these licenses) [text]';
const STANDS =
  '(is|are|can be|could be|may be|is also|can also be) [found|located|available|contained|included|distributed|provided]';

/** Sentences that say where the text of a licence stands. */
export const POINTERS: readonly string[] = [
  `[note|comment] ${DEBIAN} [the|a] ${OF_IT} ${STANDS} [as] (in|at|under) [the] [file] {place} [file]`,
  `[note|comment] ${DEBIAN} ${COPY} of ${OF_IT} ${STANDS} [as] (in|at|under) [the] [file] {place} [file]`,
  `[note|comment] ${DEBIAN} you (can|may) [also] find ${COPY} of ${OF_IT} (in|at|under) [the] [file] {place} [file]`,
  `[note|comment] ${DEBIAN} [please] (see|refer to) {place} for the (complete|full) [license] (text|version) [of ${OF_IT}]`,
  `[the] (complete|full) [license] text ${STANDS} ${DEBIAN} (in|at|under) [the] [file] {place} [file]`,
  'debian systems provide {licenses} in {place}',
  `[the] (complete|full) [license] (text|version) [of ${OF_IT}] [${STANDS}] [as] (in|at|under) [the] [file] {place} [file] [${DEBIAN}]`,
  `[a] copy of ${OF_IT} ${STANDS} [as] (in|at|under) [the] [file] {place} [file] [${DEBIAN}]`,
  `the {licenses} text ${STANDS} (in|at|under) [the] [file] {place} [file] [${DEBIAN}]`,
  `[or] {place} ${DEBIAN}`,
  `[please] see [also] [the] [file] {place} [file] [${DEBIAN}] [for the [complete|full] [license] (text|version) [of ${OF_IT}]]`,
  'see ({address}|{place}) for the full text [of the license]',
  '[please] see [the] {file} [file] (for|) [more|full|license|licensing] [details|information|text|terms]',
  '{licenses} see [also] {address}',
  'a copy of {licenses} (is|can be found) (available|located|included) (at|in) [the] ({address}|{file}) [file]',
  'a copy of [the|this] license is included in the section [entitled] {licenses}',
];

const NO_WARRANTY =
  'distributed in the hope that (it|they) will be useful but without any warranty [without even the implied warranty of merchantability or fitness for a particular purpose]';
const WRITE = '[if not] write to [the] free software foundation [inc] {place}';

/** Sentences that stand around licences in thousands of files and change nothing of them. */
export const PHRASES: readonly string[] = [
  `[(${NAMED_THING}|${PROGRAM}) (is|are)] ${NO_WARRANTY} [see the ({licenses}|license) for [more] details]`,
  `(these programs|these files|these scripts) are ${NO_WARRANTY} [see the ({licenses}|license) for [more] details]`,
  'see the ({licenses}|license) for [more] details',
  'see the license for details about distribution rights and the specific rights regarding (derivate|derivative) works',
  'all files in (the|this) project [carrying such notice] may not be copied modified or distributed except according to those terms',
  'copyrights in (the {brand} (project|library|crate|package)|this (project|library|crate|package|software)) are retained by their [respective] (contributors|authors)',
  'no copyright assignment is required to contribute [to (the {brand}|this) (project|library|crate|package)]',
  'for full authorship information see the version control history [or {address}]',
  'see the version control history for full authorship information',
  'some files [also] include explicit copyright notices',
  `unless you explicitly state otherwise any contribution [that you] intentionally (submit|submitted) for inclusion in (the work|it|{brand}|(this|the) (work|software|project|library|crate|package)) [by you] [as defined in the apache 2 0 license] shall be (${DUAL} licensed as above|under the terms and conditions of the above license) without any additional terms or conditions`,
  'this license is approved by the osi [and [the] fsf] [as gpl compatible]',
  'a copy of the license is located at {address} [or in the {file} file accompanying this file]',
  '(it|this (file|software|work)|the software) is distributed on an as is basis without warranties or conditions of any kind either express or implied [see the license for the specific language governing [rights] permissions and limitations under the license]',
  'portions of this (software|program|project|library|package|crate|code|file|work) are (derived|taken|adapted|ported) from {program} which (bears|has) the following copyright [notice] [and permission notice]',
  '(includes|contains) (parts|portions) of {brand} with the following copyright [notice]',
  '[this (software|program|project|library|package|crate|code|file|work|module) is] derived [in part] from [the] {program} [crate|library|package|project|module]',
  '{brand} is copyrighted free software by {names}',
  'you can redistribute it and or modify it under either the terms of the 2 clause bsdl see the file bsdl or the conditions below',
  'appendix how to apply the apache license to your work to apply the apache license to your work attach the following boilerplate notice with the fields enclosed by brackets replaced with your own identifying information don t include the brackets the text should be enclosed in the appropriate comment syntax for the file format we also recommend that a file or class name and description of purpose be included on the same printed page as the copyright notice for easier identification within third party archives',
  'the source code and documentation are protected under copyright by {names}',
  `you should [also] have received a copy of ({licenses}|the license) [(with|along with) ${NAMED_THING} [source] [package]] [in the file {file}] [see the file {file}|if not see [the file {file}|{address}|{place}]|${WRITE}]`,
  'if you did not receive this file see {address}',
  'if not (you can find it|it can be found) at {address}',
  'if not see {address}',
  WRITE,
  'or write to the free software foundation inc {place}',
  'comes with absolutely no warranty',
  'please review the following information to ensure the {licenses} [version 2 1] requirements will be met {address}',
  'use at your own risk',
  'unless required by applicable law or agreed to in writing software distributed under the license is distributed on an as is basis without warranties or conditions of any kind either express or implied see the license for the specific language governing [rights] [permissions] and limitations under the license',
  'you may not use (this|these|the) (file|files|work|project|code|software|library|program|module|package) except in compliance with the license [version 2 0]',
  'you may obtain a copy of the license (at {address}|here)',
  'a copy of the license is (available|located|included) (at|in) [the] ({file}|{address}) [file]',
  'if a copy of the mpl was not distributed with this file you can obtain one at {address}',
  'if it is not possible or desirable to put the notice in a particular file then you may include the notice in a location such as a license file in a relevant directory where a recipient would be likely to look for such a notice you may add additional accurate notices of copyright ownership',
  'the following terms apply to all files associated with the software unless explicitly disclaimed in individual files',
  'this license applies to all parts of (this (software|program|project|library)|{brand}) [that are not externally maintained libraries]',
  'this license applies to all (files|code|parts) (in|of) this (repository|project|package)',
  'see ({address}|{repository}) for (the|a) [full|complete] list of contributors',
  '(portions|parts) of this (software|program|project|library|package|code|module) (are|is|were|was) [initially|originally] (based on|derived from|ported from|forked from) [the] [{names}] {program} [project|library|package] [[published at] {repository}]',
  '(contact|email|mail|e mail) {label} {mail}',
  'more information {label} {address}',
  '[project] (home|homepage|repository|source|website|url) {label} {repository}',
  'this license applies to all parts of the program [that are not externally maintained libraries]',
  'this license applies to parts of {brand} originating from [the] {repository} [repository]',
  `[note] [(this (library|project|package|module|software)|this|{program}) is] [a|an] (fork of|derivative work based on|port of|based on|derived from) {program} [by {names}] [(extended|modified) and (distributed|redistributed) (under|according to) [the terms of] {licenses} [above]] [{repository}]`,
  '[{brand}|{program}] [parser|parsing|support|implementation|code] [is] (based on|derived from|ported from|forked from) {repository}',
  '(bundled|bundled with) [{program}] {repository}',
  'licensefile',
  'unless stated otherwise all works are',
  'and licensed under {licenses}',
  '{brand} module {label} {program}',
  '(bsd|bsd 2 clause|bsd 3 clause) license for ({brand}|{program}) software',
  '{program} core license',
  'this software is covered under the following copyright',
  'jean loup gailly mark adler [{mail} {mail}]',
  'l peter deutsch [{mail}]',
  'if you use the zlib library in a product we would appreciate not receiving lengthy legal documents to sign the sources are provided for free but without warranty of any kind the library has been entirely written by jean loup gailly and mark adler it does not include third party code',
  'if you redistribute modified sources we would appreciate that you include in the file changelog history information documenting your changes please read the faq for more information on the distribution of modified source versions',
  'address all questions regarding this license to {names} [{mail}]',
  '({brand}|{program}) was (created|written|developed) by {names}',
  'it is a derivative work of the {program} project',
  'this package contains code originally written by {names} used with permission',
  '(author|authors) {holders}',
  '{program} by {names} used according to [the] terms of {licenses} as follows',
  'this file is automatically added by {brand} do not edit',
  'spdx license expression {licenses} {address}',
  'this software consists of voluntary contributions made by many individuals on behalf of the apache software foundation [for more information on the apache software foundation [please] see {address}]',
  'this software consists of voluntary contributions made by many individuals [for exact contribution history see the revision history available at ({address}|{repository})] [please refer to the git commit log for exact contribution history]',
  'for exact contribution history see the revision history available at ({address}|{repository})',
  'this is free software [see the source for copying conditions] [there is no warranty not even for merchantability or fitness for a particular purpose]',
  'the full text of the license [is] follows',
  'open source initiative osi the {licenses} [licensing]',
  'osi approved license',
  'full license text',
  'the license is as follows',
  'the text of the license follows',
  'license text',
  'end of license',
  'end of terms and conditions',
  'all other (rights|trademarks) [are] [reserved] [the property of their respective owners]',
  'a copy of the license is included',
  'the license follows',
  'license information',
  'for (more|further|license) information [please] (see|refer to) {address}',
  '{brand} is licensed for use as follows',
  'preamble',
  'do not translate or localize',
  'begin license block',
  'end license block',
  'and (other|the) contributors',
  'see [the] (authors|contributors) [txt|md] [file] for [the] [full|more] [list of contributors|details|list]',
  '({program}|{brand}) (contributors|collaborators|team) listed at {address} [and in the readme file]',
  '[(this (software|project|package|library|module|file)|it|{program}) [also]] (contains|includes) [(parts|portions|pieces) of|[some] (code|files) (from|of)] {program} [{origin}]',
  '[originally|partially|partly] based on code from {program} [{licenses}] [copyright {holders}]',
  'the following license applies to all parts of this software except as documented below',
  '[all] files located in the node modules [and vendor] (directory|directories) are externally maintained libraries used by this software which have their own licenses we recommend you read them as their terms may differ from the terms above',
  '{brand} s license [is] [as] follows',
  'the complete list of contributors can be found at ({address}|{repository})',
  '(author|authors|contributor|contributors|maintainer|maintainers|original author|copyright holder) {label} {names}',
  '(authored|written|created|developed|maintained|contributed) [and] [maintained|contributed] by {names}',
  'this file is part of [the] {brand} [library|project|package|distribution|suite|toolkit|module] [of the {brand}]',
  'this exception is an additional permission under section 7 of {licenses}',
  'software distributed under the license is distributed on an as is basis without warranty of any kind either express or implied see the license for the specific language governing rights and limitations [under the license]',
  'the original code is [the] ({program}|{names}) [code|project]',
  'the initial developer of the original code is {names}',
  '(contributor|contributors|contributor s) {label} {names}',
  `if you wish to allow use of your version of this file only under the terms of [either] the ${GNU_SHORT} and not to allow others to use your version of this file under the (terms of the mpl|mpl) indicate your decision by deleting the provisions above and replace them with the notice and other provisions required by the ${GNU_SHORT} [license] if you do not delete the provisions above a recipient may use your version of this file under [the terms of] (any one of|either) the (mpl the gpl or the lgpl|mpl or the gpl|mpl or the lgpl|mpl or the gpl license|mpl or the lgpl license|mpl or lgpl|mpl or gpl)`,
  '(this|the) (software|library|program|project|code) is open source',
  '{brand} is dual licensed',
  '(it|this (software|library|project)) is dual licensed',
];

export const PHRASE_WORDS: readonly string[] = [...GRANTS, ...POINTERS, ...PHRASES].flatMap((phrase) =>
  phrase.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''),
);

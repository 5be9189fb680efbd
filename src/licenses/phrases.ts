/**
 * Sentences that stand around licences in thousands of files and change nothing of them. `[x]` may be missing, `(a|b)` is
 * one of several, `{thing}` is what is licensed, `{license}` a licence's name, `{name}` who gives it.
 */
export const PHRASES: readonly string[] = [
  'this {thing} is distributed in the hope that it will be useful but without any warranty without even the implied warranty of merchantability or fitness for a particular purpose [see the {license} for more details]',
  '{thing} is distributed in the hope that it will be useful but without any warranty without even the implied warranty of merchantability or fitness for a particular purpose [see the {license} for more details]',
  '(it|they|these programs|these files|these scripts|this) (is|are) distributed in the hope that (it|they) will be useful but without any warranty without even the implied warranty of merchantability or fitness for a particular purpose [see the {license} for more details]',
  'see the {license} for [more] details',
  'see the {license} for more details',
  'you should have received a copy of the {license} [license] [version 2|version 3] (with|along with) (your|the) {thing} [source] [package] [in the file {thing}] if not write to [the] free software foundation [inc] {place}',
  'you should have received a copy of the {license} [license] (with|along with) (your|the) {thing} [source] [package] [in the file {thing}] if not see',
  'you should have received a copy of the {license} [license] (with|along with) (your|the) {thing} [source] [package]',
  'you should also have received a copy of the {license} [license]',
  'if you did not receive this file see',
  'if not you can find it at',
  'if not it can be found at',
  'as a special exception {name}',
  'on debian systems you can find a local copy of the {license} [license] [version 2|version 3] [in|at] {place}',
  'or write to the free software foundation inc {place}',
  'see {place} for the full text',
  '{thing} (core|software) license',
  'ported from {thing}',
  'address all questions regarding this license to {name}',
  'comes with absolutely no warranty',
  'use at your own risk',
  'you should have received a copy of the {license} [license] along with [this] {thing} if not see [the file {thing}]',
  'you should have received a copy of the {license} [license] along with [this] {thing}',
  'you should have received a copy of the {license} [license] along with [this] {thing} if not write to [the] free software foundation [inc] {place}',
  'you should have received a copy of the {license} [license] along with [this] {thing} see the file {thing}',
  'if not see',
  'if not write to [the] free software foundation [inc] {place}',
  'on debian [gnu linux] systems the (complete|full) text of the {license} [license] [can be found in|is in] {place}',
  'on debian [gnu linux] systems [a copy of] the [full|complete] [text of the] {license} [license] can be found in [the file] {place}',
  'on debian [gnu linux] systems the (complete|full) text of [the] [version] {license} can be found in [the file] {place}',
  'on debian [gnu linux] systems the (complete|full) text of this license can be found in [the file] {place}',
  'on debian [gnu linux] systems see {place} for the (complete|full) text [of this license]',
  'unless required by applicable law or agreed to in writing software distributed under the (license|license) is distributed on an as is basis without warranties or conditions of any kind either express or implied see the license for the specific language governing [rights] [permissions] and limitations under the license',
  'you may not use this (file|work) except in compliance with the license',
  'you may not use this (file|work|project|code) except in compliance with the (license|license version 2 0)',
  'you may obtain a copy of the license at',
  'a copy of the license is (available|located|included) (at|in) [the] [file] [thing]',
  'if a copy of the mpl was not distributed with this file you can obtain one at',
  'if it is not possible or desirable to put the notice in a particular file then you may include the notice in a location such as a license file in a relevant directory where a recipient would be likely to look for such a notice you may add additional accurate notices of copyright ownership',
  'the following terms apply to all files associated with the software unless explicitly disclaimed in individual files',
  'this license applies to all parts of {thing} that are not externally maintained libraries',
  'this license applies to all parts of {thing}',
  'this software consists of voluntary contributions made by many individuals [for exact contribution history see the revision history available at] [please refer to the git commit log for exact contribution history]',
  'for exact contribution history see the revision history available at',
  'this is free software [see the source for copying conditions] [there is no warranty not even for merchantability or fitness for a particular purpose]',
  'see the license file for (more|full|license) [details|information|text]',
  'the full text of the license [is] follows',
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
  'for more information please (see|refer to)',
  'for further information see',
  'for license information see',
  'preamble',
  'do not translate or localize',
  'begin license block',
  'end license block',
  'authored by {name}',
  '(written|created|developed|made|maintained|contributed) [and] [maintained|contributed] by {name}',
  '(author|authors|contributor|contributors|maintainer|maintainers|original author|copyright holder) {name}',
  'with contributions (by|from) {name}',
  'and (other|the) contributors',
  'see [the] (authors|contributors|authors txt|contributors txt|authors md|contributors md) [file] for [the] [full|more] [list of contributors|details|list]',
  'based on {thing} by {name}',
  'the complete list of contributors can be found at',
  'all packages under {thing} are licensed according to the terms in their respective license or license md files',
  'the remainder of this project is licensed under {license} as follows',
  '(released|available) under the {license} license',
  'and in the readme file',
  'also licensed under the {license} license',
  'see the accompanying (license|copying) file for (terms|details)',
  'some parts of this software are based on {thing}',
  'distributed under the {license} license',
];

/** Words of which a sentence that grants or names a licence is made, beside names and the licence's own. */
const NOTICE_WORDS = `
  this these the a an all any its our it they that which file files program programs software library libraries package
  packages project projects module modules work works code source sources script scripts document documentation tool
  tools repository plugin extension component components font fonts data content contents material class framework
  application app product example examples portions rest everything following above below header
  is are was has been be can follows may you and or of in on under by for to from at as per according both either
  redistribute redistributed distribute distributed distribution modify modified modification use used copy copied it redistributing
  released release licensed license licenses licensing relicensed dual dually available provided published made offered
  open free freely covered governed subject terms conditions term version versions later option your choice same
  agreement text details see please find found available also full copy included accompanying
  gnu system c them scripts source based local find contained texinfo tex free software foundation inc gnu general public lesser library affero published either any later only
  form information txt nur un une soit suivant opeenvolgende concesso norma dell versions ultérieures générale publique pública generale gnu
  debian systems system complete copy can be found usr share common doc directory located linux based please folder distribution
  gplv dated june july january february march april may august september october november december
  copyright rights reserved notice holder holders author authors contributors contributor written
  lizenziert lizenz unter der die das den dem des diese dieses dieser datei programm werk bibliothek ist sind steht stehen wird
  veröffentlicht freigegeben weitergegeben verteilt kann können bedingungen gemäß und oder version versionen nach ihrer wahl option jeder spätere späteren freie
  sie es weitergeben modifizieren von wie sobald diese europäischen kommission genehmigt wurden folgeversionen verfügbar software quellcode projekt
  sous licence la le les l de du des ce cette ces fichier fichiers programme logiciel bibliothèque est sont distribué distribuée distribués publié publiée
  concédée concédé concedee termes selon soit ou à votre gré toute ultérieure libre vous pouvez le redistribuer et modifier suivant tel que par dès leur approbation commission européenne versions ultérieures code projet disponible mis mise régi oeuvre œuvre
  onder licentie deze dit het een bestand bestanden programma bibliotheek is zijn wordt worden vrijgegeven verspreid uitgegeven beschikbaar gesteld voorwaarden van
  krachtens in gegeven of latere naar keuze versie versies volgende zodra goedgekeurd door europese commissie en u kunt verspreiden wijzigen vrije broncode
  sotto licenza questo questa file programma libreria software è sono rilasciato rilasciata distribuito distribuita pubblicato concesso termini della del dei nei
  secondo o successiva propria scelta versione e il la lo gli non appena saranno approvate dalla commissione europea versioni successive ai sensi libero puoi può ridistribuirlo modificarlo codice sorgente progetto disponibile
  bajo licencia este esta archivo programa biblioteca software es son está están se distribuye publicado publica distribuido términos de los las el la según
  o posterior posteriores su elección versión y con arreglo a en cuanto sean aprobadas por comisión europea versiones libre puede redistribuirlo modificarlo código fuente proyecto disponible liberado licenciado licenciada`;

export const NOTICE_FRAME: ReadonlySet<string> = new Set(NOTICE_WORDS.split(/\s+/).filter((word) => word !== ''));

/** What makes a mention of a licence a grant of it. */
export const GRANTING: ReadonlySet<string> = new Set(
  `under licensed licensing released distributed redistribute redistributed redistributing published available provided governed
  subject terms covered redistribuer redistribuirlo ridistribuirlo concesso norma lizenziert unter sous concédée concédé onder krachtens sotto bajo licenciado arreglo`.split(
    /\s+/,
  ),
);

/** A file that is pointed to rather than a licence that is granted: `see LICENSE.txt`. */
export const POINTING: ReadonlySet<string> = new Set([
  'see',
  'siehe',
  'voir',
  'zie',
  'vedi',
  'véase',
  'ver',
  'refer',
  'found',
]);

/** What introduces the licences of things that come along. */
export const THIRD_PARTY: readonly string[] = [
  'third party',
  'bundled dependencies',
  'licenses of bundled',
  'bundled license',
  'externally maintained libraries',
  'third parties',
  'bundled with',
  'includes code from',
  'includes software',
  'contains code',
  'contains software',
  'portions of this software',
  'this product includes',
  'this product bundles',
  'subcomponents',
  'incorporates',
  'this project uses',
  'this software uses',
  'includes the following',
  'uses the following',
  'includes parts of',
  'derived from',
  'based on',
  'bundles the following',
  'makes use of the following',
  'dependencies',
  'code from',
  'adapted from',
  'ported from',
  'borrowed from',
  'the following license',
  'the following components',
  'components are',
  'additional license',
  'other license',
  'parts of this',
  'portions of',
  'some parts',
  'included in this',
  'external libraries',
];

export const PHRASE_WORDS: readonly string[] = PHRASES.flatMap((phrase) =>
  phrase.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''),
);

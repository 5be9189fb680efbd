import { FLAG, type ScannedText, wordAt } from './scanned-text.ts';

/** Where the licences' own texts stand, and lists of who contributed; other addresses may lead to other terms. */
const OWN =
  /^(?:<?(?:url:)?)(?:(?:www\.)?(?:gnu\.org|fsf\.org|apache\.org|opensource\.org|spdx\.org|mozilla\.org|creativecommons\.org|unlicense\.org|eclipse\.org|boost\.org|scripts\.sil\.org|openfontlicense\.org|isc\.org|choosealicense\.com|mit-license\.org|wtfpl\.net|cecill\.info|opendatacommons\.org|joinup\.ec\.europa\.eu|interoperable-europe\.ec\.europa\.eu|ec\.europa\.eu|eupl\.eu|etalab\.gouv\.fr|govdata\.de|data\.gouv\.fr)(?:\/|$)|aws\.amazon\.com\/apache2\.0\/?$|en\.wikipedia\.org\/wiki\/(?:mit|bsd|isc|apache)_licen[sc]es?$|github\.com\/[^/]+\/[^/#]+(?:\/(?:graphs\/)?contributors\/?|\/?#(?:contributors|collaborators|authors|team|the-team))$)/;

const REPOSITORY = String.raw`^(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org)/[\w.-]+/[\w.-]+`;
const WHOLE_REPOSITORY = new RegExp(`${REPOSITORY}(?:/graphs/contributors)?/?$`);
const IN_REPOSITORY = new RegExp(
  String.raw`${REPOSITORY}/(?:blob|tree|raw|commit|src)/(?!.*(?:licen|terms|copying|eula|notice))[\w./@+-]+$`,
);
const SITE = /^[\w.-]+\.[a-z]{2,10}\/?$/;

/** Whether a word is an address whose pages are known to be a licence's own or to name contributors. */
export function isOwnAddress(scanned: ScannedText, at: number): boolean {
  return isAddress(scanned, at, OWN);
}

/** Whether a word is the address of a repository on a public forge, without a place in it. */
export function isRepository(scanned: ScannedText, at: number): boolean {
  return isAddress(scanned, at, WHOLE_REPOSITORY);
}

/** Whether a word is the address of a repository on a public forge, or of a file or folder in it that is no licence's. */
export function isOnForge(scanned: ScannedText, at: number): boolean {
  return isRepository(scanned, at) || isAddress(scanned, at, IN_REPOSITORY);
}

/** Whether a word is the address of a whole site: `bower.io`. */
export function isHomePage(scanned: ScannedText, at: number): boolean {
  return isAddress(scanned, at, SITE);
}

function isAddress(scanned: ScannedText, at: number, pattern: RegExp): boolean {
  return ((scanned.flags[at] ?? 0) & FLAG.address) !== 0 && pattern.test(wordAt(scanned, at));
}

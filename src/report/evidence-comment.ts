import { endsSoon, type PointStanding } from '../ggi/evidence/standing.ts';
import { day } from './day.ts';
import { markdownCode, markdownLink, markdownText, webAddress } from './escape.ts';
import { fitting } from './fitting.ts';
import { officeName, type ReportFrame } from './frame.ts';

/** Where reports are found. */
export interface ReportList {
  /** What their titles begin with. */
  readonly name: string;
  readonly url: string;
}

/** One point of an activity, as its comment shows it. */
export interface ToldPoint {
  /** As people read it in the issue. */
  readonly question: string;
  readonly standing: PointStanding;
  readonly isTicked: boolean;
}

export interface EvidenceCommentContent {
  readonly activity: string;
  readonly points: readonly ToldPoint[];
  /** The issues that report on the whole organisation; null: there are none. */
  readonly reports: ReportList | null;
  /** Everybody may read it: what is not for everybody is only said to be there. */
  readonly isPublic: boolean;
  /** Today, YYYY-MM-DD (UTC). */
  readonly day: string;
}

const MOST_GAPS = 10;
/** Of what was found, and of the points beside it: GitHub takes 65,536 characters in all. */
const LONGEST = 30_000;

/**
 * What was found for the points of an activity, below its issue. It stays the same from day to day as long as nothing
 * changes. Each point is named with its key: nobody could answer for it else. Markdown; null where there is no point.
 */
export function renderEvidenceComment(frame: ReportFrame, content: EvidenceCommentContent): string | null {
  const { words } = frame;
  const { points, activity, reports } = content;
  const told = points.filter(({ standing: { measurement, attestation, ended } }) => {
    return measurement !== null || attestation !== null || ended !== null;
  });
  const untold = points.filter((point) => !told.includes(point));
  if (points.length === 0) return null;
  const [attestable] = [...untold, ...points.filter(({ standing }) => standing.state === 'no-evidence')];
  const example = markdownCode(`/portreeve attest ${attestable?.standing.key ?? 'KEY'} until YYYY-MM-DD …`);
  const command = markdownCode(`portreeve ggi evidence ${activity}`);
  return [
    `### ${words.say('evidence.title')}`,
    words.say(told.length === 0 ? 'evidence.only-people' : 'evidence.intro'),
    ...fitting(
      words,
      told.map((point) => pointPart(frame, content, point)),
      LONGEST,
    ),
    ...(attestable === undefined ? [] : [words.say('evidence.people', { command: example })]),
    ...(untold.length === 0 ? [] : [fitting(words, untold.map(listed), LONGEST).join('\n')]),
    ...(reports === null ? [] : [words.say('evidence.whole', { link: markdownLink(reports.name, reports.url) })]),
    ...(told.length === 0 ? [] : [`<sub>${words.say('evidence.list', { command })}</sub>`]),
    words.say('footer', { office: officeName(frame) }),
  ].join('\n\n');
}

/** A point, and the key by which a comment names it. */
function listed({ question, standing: { key } }: ToldPoint): string {
  return `- ${markdownText(question, { max: 500 })} ${markdownCode(key)}`;
}

function pointPart(frame: ReportFrame, content: EvidenceCommentContent, point: ToldPoint): string {
  const { words } = frame;
  const { standing, isTicked } = point;
  const { state, key, measurement } = standing;
  const isHidden = content.isPublic && measurement?.isRestricted === true;
  const isPart = state === 'supported' && measurement?.isPartial === true;
  const name = words.say(isPart ? 'evidence.supported-in-part' : `evidence.${state}`);
  // What is hidden does not betray itself by its state.
  const found = isHidden ? [words.say('evidence.hidden')] : [`**${name}**`, ...foundPart(frame, content, standing)];
  const isDisputed = isTicked && state === 'contradicted' && !isHidden;
  return [
    `- **${markdownText(point.question, { max: 500 })}** ${markdownCode(key)}  `,
    `  ${found.join(' ')}`,
    ...(isDisputed ? [`  ⚠ **${words.say('evidence.disagree')}**`] : []),
    ...attestedPart(frame, content, point).map((line) => `  ${line}`),
  ].join('\n');
}

function foundPart(
  { words }: ReportFrame,
  { isPublic }: EvidenceCommentContent,
  { measurement }: PointStanding,
): string[] {
  if (measurement === null) return [];
  const { says, since, leavesOpen, records, outcome } = measurement;
  const shown = records.filter(({ counts, isPublic: isForAll }) => !counts && (isForAll || !isPublic));
  const names = shown.slice(0, MOST_GAPS).map(({ about, url }) => {
    return url === null || webAddress(url) === null ? markdownCode(about) : markdownLink(about, url);
  });
  const hidden = records.filter(({ counts }) => !counts).length - names.length;
  const list = [...names, ...(hidden > 0 ? [words.say('section.more', { count: hidden })] : [])].join(', ');
  return [
    `(${words.say('evidence.since', { date: day(words.language, since) })}).`,
    markdownText(says, { max: 1_000 }),
    ...(outcome === 'supported' || list === '' ? [] : [words.say('evidence.gaps', { list })]),
    ...(leavesOpen === null || outcome !== 'supported' ? [] : [words.say('evidence.open', { text: leavesOpen })]),
  ];
}

function attestedPart({ words }: ReportFrame, { day: today }: EvidenceCommentContent, point: ToldPoint): string[] {
  const { attestation, ended } = point.standing;
  if (attestation !== null) {
    const { by, until, note, link } = attestation;
    const date = day(words.language, until);
    const address = link === null ? null : webAddress(link);
    const said = words.say('evidence.attested-by', {
      who: markdownText(by),
      date,
      note: markdownText(note, { max: 500 }),
    });
    const shown = address === null ? said : `${said} ${markdownLink(address, address)}`;
    return endsSoon(attestation, today) ? [shown, `⚠ ${words.say('evidence.ends-soon', { date })}`] : [shown];
  }
  if (ended === null) return [];
  const date = day(words.language, ended.until);
  return [words.say('evidence.ended', { who: markdownText(ended.by), date })];
}

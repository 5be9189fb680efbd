import type { Octokit } from '@octokit/rest';
import { errorsBelow, type GraphqlAnswer, query } from './graphql.ts';

/** Folders in which documents of the organisation are looked for. */
const FOLDERS = { root: '', github: '.github', docs: 'docs', ggi: 'ggi', governance: 'governance' } as const;

const TREES = Object.entries(FOLDERS)
  .map(([name, folder]) => `${name}: object(expression: "HEAD:${folder}") { ...Listed }`)
  .join('\n  ');

const QUERY = `query Governance($owner: String!, $governance: String!, $withGovernance: Boolean!) {
  owner: repositoryOwner(login: $owner) { url
    ... on Organization { organizationEmail: email organizationPage: websiteUrl }
    ... on User { userEmail: email userPage: websiteUrl }
    shared: repository(name: ".github") { ...Place profile: object(expression: "HEAD:profile/README.md") { ... on Blob { text } } }
    governance: repository(name: $governance) @include(if: $withGovernance) { ...Place } }
}
fragment Listed on Tree { entries { name type object { ... on Blob { byteSize } } } }
fragment Place on Repository { id name nameWithOwner url visibility
  ${TREES}
}`;

interface TreeAnswer {
  readonly entries?:
    | readonly {
        readonly name: string;
        readonly type: string;
        readonly object: { readonly byteSize?: number } | null;
      }[]
    | null;
}

type PlaceAnswer = {
  readonly id: string;
  readonly name: string;
  readonly nameWithOwner: string;
  readonly url: string;
  readonly visibility: string;
} & { readonly [K in keyof typeof FOLDERS]: TreeAnswer | null };

interface Answer {
  readonly owner: {
    readonly url: string;
    readonly organizationEmail?: string | null;
    readonly organizationPage?: string | null;
    readonly userEmail?: string;
    readonly userPage?: string | null;
    readonly shared: (PlaceAnswer & { readonly profile: { readonly text?: string | null } | null }) | null;
    readonly governance?: PlaceAnswer | null;
  } | null;
}

/** What an organisation says of itself, and its documents with their last change. */
export interface CollectedGovernance {
  readonly profile: {
    readonly url: string;
    readonly email: string | null;
    readonly page: string | null;
    /** Text of `profile/README.md`. */
    readonly readme: string | null;
  };
  readonly files: readonly {
    readonly repository: string;
    readonly isPublic: boolean;
    readonly path: string;
    readonly url: string;
    readonly changedAt: string;
    readonly isEmpty: boolean;
  }[];
}

/** So many documents are looked at: nobody keeps more of them. */
const MOST_FILES = 60;

/**
 * Reads the organisation's profile, and which documents its governance repository and `.github` hold: two requests.
 * @param governance name of the governance repository; null: there is none
 * @param isWanted tells a document by its path
 * @returns the reason where GitHub did not tell it all: what it did not list is not missing
 */
export async function collectGovernance(
  reader: Octokit,
  owner: string,
  governance: string | null,
  isWanted: (path: string) => boolean,
): Promise<CollectedGovernance | { readonly reason: string }> {
  const variables = { owner, governance: governance ?? '', withGovernance: governance !== null };
  const answer = await query<Answer>(reader, QUERY, variables);
  const found = answer.data.owner;
  const error = errorsBelow(answer, ['owner']).find(({ type }) => type !== 'NOT_FOUND');
  if (error !== undefined || found === null)
    return { reason: error?.message ?? 'GitHub does not know the organisation.' };
  // A repository that was renamed answers to its old name too.
  const shared = found.shared?.name === '.github' ? found.shared : null;
  const places = [found.governance ?? null, shared].flatMap((place, index, all) =>
    place === null || all.findIndex((other) => other?.id === place.id) !== index ? [] : [place],
  );
  const wanted = places.flatMap((place) => listed(place).filter(({ path }) => isWanted(path))).slice(0, MOST_FILES);
  const changes = await readChanges(reader, wanted);
  if ('reason' in changes) return changes;
  const { url, organizationEmail, organizationPage, userEmail, userPage } = found;
  return {
    profile: {
      url,
      email: orNull(organizationEmail ?? userEmail),
      page: orNull(organizationPage ?? userPage),
      readme: shared?.profile?.text ?? null,
    },
    files: wanted.flatMap(({ place, path, size }, index) => {
      const changedAt = changes.dates[index];
      if (changedAt === undefined) return [];
      const { nameWithOwner: repository, visibility } = place;
      const address = `${place.url}/blob/HEAD/${path.split('/').map(encodeURIComponent).join('/')}`;
      return [{ repository, isPublic: visibility === 'PUBLIC', path, url: address, changedAt, isEmpty: size === 0 }];
    }),
  };
}

function orNull(text: string | null | undefined): string | null {
  return text == null || text === '' ? null : text;
}

interface Listed {
  readonly place: PlaceAnswer;
  readonly path: string;
  readonly size: number;
}

function listed(place: PlaceAnswer): Listed[] {
  return Object.entries(FOLDERS).flatMap(([name, folder]) => {
    const tree = place[name as keyof typeof FOLDERS];
    return (tree?.entries ?? [])
      .filter(({ type }) => type === 'blob')
      .map((entry) => ({
        place,
        path: folder === '' ? entry.name : `${folder}/${entry.name}`,
        size: entry.object?.byteSize ?? 0,
      }));
  });
}

interface ChangeAnswer {
  readonly defaultBranchRef: {
    readonly target: { readonly history?: { readonly nodes: readonly { readonly committedDate: string }[] } } | null;
  } | null;
}

/** When each file was last changed; one request for all of them. */
async function readChanges(
  reader: Octokit,
  files: readonly Listed[],
): Promise<{ readonly dates: readonly (string | undefined)[] } | { readonly reason: string }> {
  if (files.length === 0) return { dates: [] };
  const names = files.map((_, index) => `$n${index}: ID!, $p${index}: String!`);
  const fields = files.map(
    (_, index) => `f${index}: node(id: $n${index}) { ... on Repository { defaultBranchRef { target { ... on Commit {
      history(first: 1, path: $p${index}) { nodes { committedDate } } } } } } }`,
  );
  const variables = Object.fromEntries(
    files.flatMap(({ place, path }, index) => [
      [`n${index}`, place.id],
      [`p${index}`, path],
    ]),
  );
  const answer: GraphqlAnswer<Readonly<Record<string, ChangeAnswer | null>>> = await query(
    reader,
    `query Changes(${names.join(', ')}) { ${fields.join('\n')} }`,
    variables,
  );
  const [error] = answer.errors;
  if (error !== undefined) return { reason: error.message };
  const dates = files.map(
    (_, index) => answer.data[`f${index}`]?.defaultBranchRef?.target?.history?.nodes[0]?.committedDate,
  );
  return { dates };
}

const HISTORY = `query PolicyHistory($owner: String!, $name: String!, $path: String!, $since: GitTimestamp!) {
  repository(owner: $owner, name: $name) { defaultBranchRef { target { ... on Commit {
    changes: history(first: 100, path: $path, since: $since) { nodes { oid committedDate url } }
    before: history(first: 1, path: $path, until: $since) { nodes { oid } } } } } } }`;

interface HistoryAnswer {
  readonly repository: {
    readonly defaultBranchRef: {
      readonly target: {
        readonly changes?: {
          readonly nodes: readonly { readonly oid: string; readonly committedDate: string; readonly url: string }[];
        };
        readonly before?: { readonly nodes: readonly { readonly oid: string }[] };
      } | null;
    } | null;
  } | null;
}

/** How a file changed since a moment. */
export interface FileHistory {
  readonly changes: readonly { readonly commit: string; readonly date: string; readonly url: string }[];
  /** Its text at that moment; null: there was none. */
  readonly before: string | null;
}

/** Reads how a file on the default branch changed: one request, and one more where it is older. */
export async function collectFileHistory(
  reader: Octokit,
  where: { readonly owner: string; readonly name: string; readonly path: string },
  since: Date,
): Promise<FileHistory | { readonly reason: string }> {
  const { owner, name, path } = where;
  const answer = await query<HistoryAnswer>(reader, HISTORY, { owner, name, path, since: since.toISOString() });
  const [error] = answer.errors;
  if (error !== undefined) return { reason: error.message };
  const target = answer.data.repository?.defaultBranchRef?.target;
  const changes = (target?.changes?.nodes ?? []).map(({ oid, committedDate, url }) => ({
    commit: oid,
    date: committedDate,
    url,
  }));
  const [then] = target?.before?.nodes ?? [];
  if (then === undefined) return { changes, before: null };
  const text = await query<{
    readonly repository: { readonly object: { readonly text?: string | null } | null } | null;
  }>(
    reader,
    `query FileThen($owner: String!, $name: String!, $expression: String!) {
      repository(owner: $owner, name: $name) { object(expression: $expression) { ... on Blob { text } } } }`,
    { owner, name, expression: `${then.oid}:${path}` },
  );
  const [failed] = text.errors;
  if (failed !== undefined) return { reason: failed.message };
  return { changes, before: text.data.repository?.object?.text ?? null };
}

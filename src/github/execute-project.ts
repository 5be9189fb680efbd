import type { Octokit } from '@octokit/rest';
import type { CreateProject, CreateProjectField, ProjectValue, SetProjectItem } from '../plan/action.ts';
import type { Execution, Executor } from './executor.ts';
import { GitHubFailure } from './failure.ts';
import { type GraphqlAnswer, mutate, query } from './graphql.ts';
import type { ExternalId } from './intents.ts';

const PROJECTS = `query Projects($owner: String!, $after: String) {
  organization(login: $owner) { id projectsV2(first: 100, after: $after) {
    nodes { id number title readme creator { __typename login } } pageInfo { hasNextPage endCursor }
  } }
}`;

interface ProjectAnswer {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly readme: string | null;
  readonly creator: { readonly __typename: string; readonly login: string } | null;
}

interface ProjectsAnswer {
  readonly organization: {
    readonly id: string;
    readonly projectsV2: {
      readonly nodes: readonly (ProjectAnswer | null)[] | null;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
}

const CREATE = `mutation CreateProject($owner: ID!, $title: String!) {
  createProjectV2(input: { ownerId: $owner, title: $title }) { projectV2 { id number } }
}`;
const DESCRIBE = `mutation DescribeProject($project: ID!, $readme: String!) {
  updateProjectV2(input: { projectId: $project, readme: $readme }) { projectV2 { id } }
}`;

/**
 * A project is ours by its maker and the marker in what it says of itself; or by its title, where we were broken off
 * before that was written.
 * @see https://docs.github.com/en/issues/planning-and-tracking-with-projects/automating-your-project/using-the-api-to-manage-projects
 */
export function createProject(action: CreateProject, executor: Executor): Execution {
  const { marker } = executor;
  const reader = executor.github.reader(executor.installationId);
  const owner = action.repository.owner;
  return {
    async find() {
      const login = await executor.botLogin();
      const { projects } = await listProjects(reader, owner);
      const own = projects.filter(({ creator }) => creator?.__typename === 'Bot' && `${creator.login}[bot]` === login);
      const found =
        own.find(({ readme }) => marker.isNamedOn(readme ?? '', action.key)) ??
        own.find(({ readme, title }) => (readme ?? '') === '' && title === action.title);
      return found === undefined ? null : projectId(found);
    },
    async write(writer) {
      const { ownerId } = await listProjects(reader, owner);
      const made = await mutate<{ readonly createProjectV2: { readonly projectV2: ProjectAnswer } }>(writer, CREATE, {
        owner: ownerId,
        title: action.title,
      });
      const { projectV2: project } = made.createProjectV2;
      const readme = marker.add(action.body, action.key);
      await mutate(writer, DESCRIBE, { project: project.id, readme });
      return projectId(project);
    },
  };
}

function projectId({ id, number }: Pick<ProjectAnswer, 'id' | 'number'>): ExternalId {
  return { id: number, nodeId: id, number, headSha: null };
}

async function listProjects(
  reader: Octokit,
  owner: string,
): Promise<{ readonly ownerId: string; readonly projects: ProjectAnswer[] }> {
  const projects: ProjectAnswer[] = [];
  let after: string | null = null;
  for (;;) {
    const variables: Readonly<Record<string, unknown>> = { owner, after };
    const { data, errors }: GraphqlAnswer<ProjectsAnswer> = await query(reader, PROJECTS, variables);
    if (data.organization === null || errors.length > 0) {
      throw new GitHubFailure('forbidden', 'POST /graphql', errors[0]?.message ?? `${owner} is no organisation`);
    }
    const { nodes, pageInfo } = data.organization.projectsV2;
    projects.push(...(nodes ?? []).flatMap((node) => node ?? []));
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return { ownerId: data.organization.id, projects };
    after = pageInfo.endCursor;
  }
}

const FIELDS = `query ProjectFields($project: ID!) { node(id: $project) { ... on ProjectV2 {
  fields(first: 100) { nodes { ... on ProjectV2FieldCommon { id databaseId name dataType } } }
} } }`;
const CREATE_FIELD = `mutation CreateProjectField(
  $project: ID!, $name: String!, $type: ProjectV2CustomFieldType!, $options: [ProjectV2SingleSelectFieldOptionInput!]
) {
  createProjectV2Field(input: { projectId: $project, name: $name, dataType: $type, singleSelectOptions: $options }) {
    projectV2Field { ... on ProjectV2FieldCommon { id databaseId } }
  }
}`;
const TYPES = { choice: 'SINGLE_SELECT', text: 'TEXT', day: 'DATE' } as const;

interface FieldAnswer {
  readonly id: string;
  readonly databaseId: number;
}

/** A field is found by its name and type: GitHub has no two of one name in a project. */
export function createProjectField(action: CreateProjectField, executor: Executor): Execution {
  const { projectId: project, name } = action;
  const type = TYPES[action.type];
  return {
    async find() {
      const reader = executor.github.reader(executor.installationId);
      const { data } = await query<{
        readonly node: {
          readonly fields: {
            readonly nodes: readonly (FieldAnswer & { readonly name: string; readonly dataType: string })[];
          };
        } | null;
      }>(reader, FIELDS, { project });
      const found = data.node?.fields.nodes.find((field) => field.name === name && field.dataType === type);
      return found === undefined ? null : fieldId(found);
    },
    async write(writer) {
      const options = action.options.map((option) => ({ name: option, color: 'GRAY', description: '' }));
      const made = await mutate<{ readonly createProjectV2Field: { readonly projectV2Field: FieldAnswer } }>(
        writer,
        CREATE_FIELD,
        { project, name, type, options: action.type === 'choice' ? options : null },
      );
      return fieldId(made.createProjectV2Field.projectV2Field);
    },
  };
}

function fieldId({ id, databaseId }: FieldAnswer): ExternalId {
  return { id: databaseId, nodeId: id, number: null, headSha: null };
}

const ADD_ITEM = `mutation AddProjectItem($project: ID!, $content: ID!) {
  addProjectV2ItemById(input: { projectId: $project, contentId: $content }) { item { id fullDatabaseId } }
}`;
const OPTIONS = `query ProjectOptions($ids: [ID!]!) {
  nodes(ids: $ids) { ... on ProjectV2SingleSelectField { id options { id name } } }
}`;

interface OptionsAnswer {
  readonly nodes: readonly ({
    readonly id?: string;
    readonly options?: readonly { readonly id: string; readonly name: string }[];
  } | null)[];
}

/** To add an issue a second time answers with the item that stands, and a value may be set as often as one likes. */
export function setProjectItem(action: SetProjectItem, executor: Executor): Execution {
  const { projectId: project, contentId: content, values } = action;
  return {
    find: null,
    async write(writer) {
      const reader = executor.github.reader(executor.installationId);
      const chosen = values.filter(({ type, value }) => type === 'choice' && value !== null);
      const ids = chosen.map(({ fieldId }) => fieldId);
      const { data } =
        ids.length === 0 ? { data: { nodes: [] } } : await query<OptionsAnswer>(reader, OPTIONS, { ids });
      const item = action.item ?? (await addItem(writer, project, content));
      const settings = values.flatMap((one): FieldSetting[] => {
        const value = inputOf(one, data);
        return value === undefined ? [] : [{ fieldId: one.fieldId, value }];
      });
      if (settings.length > 0) await setFields(writer, project, item.nodeId, settings);
      return { id: item.id, nodeId: item.nodeId, number: null, headSha: null };
    },
  };
}

async function addItem(writer: Octokit, project: string, content: string) {
  const added = await mutate<{
    readonly addProjectV2ItemById: { readonly item: { readonly id: string; readonly fullDatabaseId: string } };
  }>(writer, ADD_ITEM, { project, content });
  const { id: nodeId, fullDatabaseId } = added.addProjectV2ItemById.item;
  return { id: Number(fullDatabaseId), nodeId };
}

/** As `ProjectV2FieldValue`; null clears the field. */
type FieldInput = Readonly<Record<string, string>> | null;

interface FieldSetting {
  readonly fieldId: string;
  readonly value: FieldInput;
}

/** @returns undefined for an option that people took out of the field: it is left as it is */
function inputOf({ fieldId, type, value }: ProjectValue, { nodes }: OptionsAnswer): FieldInput | undefined {
  if (value === null) return null;
  if (type === 'text') return { text: value };
  if (type === 'day') return { date: value };
  const options = nodes.find((node) => node?.id === fieldId)?.options ?? [];
  const option = options.find(({ name }) => name === value);
  return option === undefined ? undefined : { singleSelectOptionId: option.id };
}

/** All fields by one request. */
async function setFields(
  writer: Octokit,
  project: string,
  item: string,
  settings: readonly FieldSetting[],
): Promise<void> {
  const types = settings.map(
    ({ value }, index) => `$f${index}: ID!${value === null ? '' : `, $v${index}: ProjectV2FieldValue!`}`,
  );
  const parts = settings.map(({ value }, index) => {
    const place = `projectId: $project, itemId: $item, fieldId: $f${index}`;
    const done = '{ projectV2Item { id } }';
    return value === null
      ? `s${index}: clearProjectV2ItemFieldValue(input: { ${place} }) ${done}`
      : `s${index}: updateProjectV2ItemFieldValue(input: { ${place}, value: $v${index} }) ${done}`;
  });
  const head = `mutation SetProjectItem($project: ID!, $item: ID!, ${types.join(', ')})`;
  const variables = settings.flatMap(({ fieldId, value }, index) => [
    [`f${index}`, fieldId],
    ...(value === null ? [] : [[`v${index}`, value]]),
  ]);
  await mutate(writer, `${head} { ${parts.join(' ')} }`, { project, item, ...Object.fromEntries(variables) });
}

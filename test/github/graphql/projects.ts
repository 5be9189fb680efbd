import { addItem, createField, createProject, itemsOf, projectsOf, setValue } from '../operations/projects.ts';
import { actorOf } from '../permissions.ts';
import type { Account, Issue, Json, Project, ProjectField, ProjectItem, ProjectOption } from '../state.ts';
import { accountNode } from './accounts.ts';
import { connection, type GraphqlNode, graphqlError, type PageArguments } from './connection.ts';
import type { GraphqlContext } from './engine.ts';
import { requireGraphqlPermission } from './permissions.ts';

const READ = 'organization_projects:read';
const WRITE = 'organization_projects:write';

function unresolved(id: unknown) {
  return graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${String(id)}'`);
}

/** The connection of an organisation's projects; `query` looks for words of their titles. */
export function projectsConnection(
  context: GraphqlContext,
  owner: Account,
  page: PageArguments & { readonly query?: string | null },
): GraphqlNode {
  requireGraphqlPermission(context, READ);
  const wanted = (page.query ?? '').toLowerCase();
  const found = projectsOf(context.world, owner).filter(({ title }) => title.toLowerCase().includes(wanted));
  return connection('projectsV2', found, page, (one) => projectNode(context, one), 'ProjectV2Connection');
}

function projectNode(context: GraphqlContext, project: Project): GraphqlNode {
  const { world } = context;
  const url = `${world.url}/orgs/${project.owner.login}/projects/${project.number}`;
  return {
    __typename: 'ProjectV2',
    id: project.nodeId,
    fullDatabaseId: String(project.id),
    number: project.number,
    title: project.title,
    readme: project.readme,
    url,
    closed: false,
    public: false,
    creator: accountNode(world, project.creator),
    fields: (page: PageArguments) =>
      connection('fields', project.fields, page, fieldNode, 'ProjectV2FieldConfigurationConnection'),
    items: (page: PageArguments) =>
      connection('items', itemsOf(world, project), page, itemNode, 'ProjectV2ItemConnection'),
  };
}

function fieldNode({ id, nodeId, name, dataType, options }: ProjectField): GraphqlNode {
  const shared = { id: nodeId, databaseId: id, name, dataType };
  if (dataType !== 'SINGLE_SELECT') return { __typename: 'ProjectV2Field', ...shared };
  const shown = options.map((option) => ({ __typename: 'ProjectV2SingleSelectFieldOption', ...option }));
  return { __typename: 'ProjectV2SingleSelectField', ...shared, options: () => shown };
}

function itemNode({ id, nodeId }: ProjectItem): GraphqlNode {
  return { __typename: 'ProjectV2Item', id: nodeId, fullDatabaseId: String(id), isArchived: false };
}

/** A project, or a field or an item of it, by its node id; null where there is none that the caller may see. */
export function projectThing(context: GraphqlContext, id: string): GraphqlNode | null {
  requireGraphqlPermission(context, READ);
  for (const project of visibleProjects(context)) {
    if (project.nodeId === id) return projectNode(context, project);
    const field = project.fields.find(({ nodeId }) => nodeId === id);
    if (field !== undefined) return fieldNode(field);
    const item = itemsOf(context.world, project).find(({ nodeId }) => nodeId === id);
    if (item !== undefined) return itemNode(item);
  }
  return null;
}

function visibleProjects({ world, caller }: GraphqlContext): Project[] {
  if (caller.kind !== 'installation') return [...world.projects.values()];
  return projectsOf(world, caller.token.installation.account);
}

/** What apps write of projects. */
export function projectMutations(
  context: GraphqlContext,
  issueFor: (id: unknown) => Issue,
): Record<string, (input: Readonly<Record<string, unknown>>) => Json> {
  const { world } = context;
  const projectFor = (id: unknown): Project => {
    requireGraphqlPermission(context, WRITE);
    const found = visibleProjects(context).find(({ nodeId }) => nodeId === id);
    if (found === undefined) throw unresolved(id);
    return found;
  };
  const placeFor = (input: Readonly<Record<string, unknown>>) => {
    const project = projectFor(input.projectId);
    const item = itemsOf(world, project).find(({ nodeId }) => nodeId === input.itemId);
    if (item === undefined) throw unresolved(input.itemId);
    const field = project.fields.find(({ nodeId }) => nodeId === input.fieldId);
    if (field === undefined) throw unresolved(input.fieldId);
    return { item, field };
  };
  return {
    createProjectV2(input) {
      requireGraphqlPermission(context, WRITE);
      const owner = [...world.accounts.values()].find(({ nodeId }) => nodeId === input.ownerId);
      if (owner === undefined) throw unresolved(input.ownerId);
      const project = createProject(world, owner, String(input.title), actorOf(context.caller).account);
      return { projectV2: projectNode(context, project) };
    },
    updateProjectV2(input) {
      const project = projectFor(input.projectId);
      if (typeof input.title === 'string') project.title = input.title;
      if (typeof input.readme === 'string') project.readme = input.readme;
      return { projectV2: projectNode(context, project) };
    },
    createProjectV2Field(input) {
      const options = (input.singleSelectOptions ?? []) as readonly Omit<ProjectOption, 'id'>[];
      const given = { name: String(input.name), dataType: String(input.dataType), options };
      return { projectV2Field: fieldNode(createField(world, projectFor(input.projectId), given)) };
    },
    addProjectV2ItemById(input) {
      const project = projectFor(input.projectId);
      return { item: itemNode(addItem(world, project, issueFor(input.contentId))) };
    },
    updateProjectV2ItemFieldValue(input) {
      const { item, field } = placeFor(input);
      setValue(item, field, input.value as Readonly<Record<string, unknown>>);
      return { projectV2Item: itemNode(item) };
    },
    clearProjectV2ItemFieldValue(input) {
      const { item, field } = placeFor(input);
      item.values.delete(field.id);
      return { projectV2Item: itemNode(item) };
    },
  };
}

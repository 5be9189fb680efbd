import type { Goal } from '../ggi/activity.ts';
import { projectFieldKey, projectItemKey, projectKey } from '../ggi/board/keys.ts';
import { PROJECT_CHOICES, PROJECT_FIELD_TYPES, PROJECT_FIELDS, type ProjectField } from '../ggi/board/project.ts';
import type { ActivityState } from '../ggi/progress.ts';
import type { CreateProject, CreateProjectField, RepositoryTarget, SetProjectItem } from './action.ts';
import { fingerprint } from './fingerprint.ts';

/** A project, or something in it, that was made. */
export interface StandingPart {
  readonly id: number;
  readonly nodeId: string;
  readonly fingerprint: string | null;
  /** People took it away. */
  readonly isDeleted: boolean;
}

interface Asked {
  readonly repository: RepositoryTarget;
  /** Somebody asked for the board: what people deleted is made again. */
  readonly isRequested: boolean;
}

/** What is planned only where nothing stands, or where it was taken away and is asked for again. */
function isWanted(standing: StandingPart | undefined | null, { isRequested }: Asked): boolean {
  return standing == null || (standing.isDeleted && isRequested);
}

/** Makes the project that shows the board, once. */
export function planProject(
  input: Asked & {
    readonly standing: StandingPart | null;
    readonly text: { readonly title: string; readonly body: string };
  },
): CreateProject[] {
  const { repository, standing, text } = input;
  if (!isWanted(standing, input)) return [];
  const key = projectKey(repository.repositoryId);
  return [{ kind: 'create-project', repository, key, fingerprint: fingerprint(text), details: {}, ...text }];
}

/** Words of a project, in the language of the board. */
export interface ProjectWords {
  readonly field: (field: ProjectField) => string;
  readonly choice: (choice: ActivityState | Goal) => string;
}

/** Makes its fields, each once. */
export function planProjectFields(
  input: Asked & {
    /** Node id. */
    readonly projectId: string;
    readonly standing: ReadonlyMap<ProjectField, StandingPart>;
    readonly words: ProjectWords;
  },
): CreateProjectField[] {
  const { repository, projectId, standing, words } = input;
  return PROJECT_FIELDS.filter((field) => isWanted(standing.get(field), input)).map((field) => {
    const choices = field === 'progress' || field === 'goal' ? PROJECT_CHOICES[field] : [];
    const content = { name: words.field(field), type: PROJECT_FIELD_TYPES[field], options: choices.map(words.choice) };
    return {
      kind: 'create-project-field',
      repository,
      key: projectFieldKey(repository.repositoryId, field),
      fingerprint: fingerprint([projectId, content]),
      details: { project: projectId },
      projectId,
      ...content,
    };
  });
}

/** An activity whose issue stands, with what the project is to show of it. */
export interface ShownActivity {
  readonly id: string;
  /** Node id of its issue. */
  readonly contentId: string;
  readonly values: Readonly<Record<ProjectField, string | null>>;
}

/** Puts the issues into the project, and sets what changed since. What people took out of it stays out. */
export function planProjectItems(
  input: Asked & {
    readonly projectId: string;
    /** Node ids of the fields that stand. */
    readonly fields: ReadonlyMap<ProjectField, string>;
    readonly standing: ReadonlyMap<string, StandingPart>;
    readonly activities: readonly ShownActivity[];
  },
): SetProjectItem[] {
  const { repository, projectId, fields, standing, activities, isRequested } = input;
  return activities.flatMap(({ id, contentId, values }): SetProjectItem[] => {
    const item = standing.get(id);
    const set = [...fields].map(([field, fieldId]) => ({
      fieldId,
      type: PROJECT_FIELD_TYPES[field],
      value: values[field],
    }));
    const print = fingerprint([projectId, contentId, set.map(({ fieldId, value }) => [fieldId, value])]);
    if (item?.isDeleted === true ? !isRequested : item?.fingerprint === print) return [];
    return [
      {
        kind: 'set-project-item',
        repository,
        key: projectItemKey(repository.repositoryId, id),
        fingerprint: print,
        details: { project: projectId, content: contentId },
        projectId,
        contentId,
        item: item === undefined || item.isDeleted ? null : { id: item.id, nodeId: item.nodeId },
        values: set,
      },
    ];
  });
}

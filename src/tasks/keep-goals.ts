import { GOALS, type Goal } from '../ggi/activity.ts';
import { activityIssueKey, goalKey, placeKey } from '../ggi/board/keys.ts';
import { type CollectedBoard, hasSubIssues } from '../github/read-board.ts';
import { type GoalWay, type PlaceableIssue, planGoals, planPlaces, type StandingGoal } from '../plan/plan-goals.ts';
import { renderGoal } from '../report/goal-issue.ts';
import { type Artifact, artifactsUnder } from '../store/artifacts.ts';
import type { ChosenBoard } from './board.ts';
import { carryOut } from './carry-out.ts';
import { type Configuration, type GovernanceRepository, rightsUnder } from './configuration.ts';
import type { TaskContext } from './context.ts';
import { detailsOf, justMade } from './standing.ts';

interface GoalWork {
  readonly chosen: ChosenBoard;
  readonly place: GovernanceRepository;
  readonly isRequested: boolean;
}

/** The goals of which a board has an activity. */
function goalsOf({ board }: ChosenBoard): Goal[] {
  return GOALS.filter((goal) => board.activities.some((activity) => activity.goal === goal));
}

/** What stands for the goals, as the store remembers it: to be read with the board. */
export function goalArtifacts(
  { store }: TaskContext,
  installationId: number,
  { chosen, place }: GoalWork,
): Promise<Artifact[]> {
  const keys = goalsOf(chosen).map((goal) => goalKey(place.repositoryId, goal));
  return store.asInstallation(installationId, (db) => artifactsUnder(db, keys));
}

/**
 * Holds the activities of each goal together: as sub-issues of one issue where GitHub has them, else by a milestone.
 * Where all is in place, GitHub is not asked.
 * @param read the board with the goals, as it stands
 */
export async function keepGoals(
  context: TaskContext,
  configuration: Configuration,
  work: GoalWork,
  read: CollectedBoard,
): Promise<void> {
  const { installationId } = configuration;
  const { chosen, place, isRequested } = work;
  const goals = goalsOf(chosen);
  const before = standingGoals(await goalArtifacts(context, installationId, work), place, read.standing);
  const actions = planGoals({
    repository: place,
    isConfidential: !place.isPublic,
    goals,
    standing: before,
    way: goals.every((goal) => before.has(goal) && !isRequested)
      ? 'issue'
      : await wayOf(context, installationId, before),
    isRequested,
    render: (goal, way) => renderGoal(chosen.frame, goal, way === 'issue'),
    label: (goal) => chosen.settings.labels.goals[goal],
  });
  const rights = rightsUnder(configuration, 'observe');
  const made = await carryOut(context, installationId, actions, rights);
  const artifacts = await goalArtifacts(context, installationId, work);
  const standing = standingGoals(artifacts, place, new Set([...read.standing, ...justMade(actions, artifacts)]));
  const places = await placesOf(context, installationId, work, read, standing);
  const placed = await carryOut(context, installationId, places, rights);
  const retry = made.retry ?? placed.retry;
  if (retry !== null) throw retry;
}

/** One way for all goals: the one that was gone before, and else the better one that GitHub has. */
async function wayOf(
  { github }: TaskContext,
  installationId: number,
  standing: ReadonlyMap<Goal, StandingGoal>,
): Promise<GoalWay> {
  const [known] = standing.values();
  if (known !== undefined) return known.way;
  return (await hasSubIssues(github.reader(installationId))) ? 'issue' : 'milestone';
}

function standingGoals(
  artifacts: readonly Artifact[],
  { repositoryId }: GovernanceRepository,
  there: ReadonlySet<string>,
): Map<Goal, StandingGoal> {
  return new Map(
    GOALS.flatMap((goal): [Goal, StandingGoal][] => {
      const artifact = artifacts.find(({ key }) => key === goalKey(repositoryId, goal));
      if (artifact?.number == null || artifact.nodeId === null) return [];
      const way = detailsOf(artifact).way === 'milestone' ? 'milestone' : 'issue';
      return [
        [
          goal,
          {
            way,
            number: artifact.number,
            isDeleted: !there.has(artifact.nodeId),
          },
        ],
      ];
    }),
  );
}

async function placesOf(
  { store }: TaskContext,
  installationId: number,
  { chosen, place }: GoalWork,
  { issues }: CollectedBoard,
  standing: ReadonlyMap<Goal, StandingGoal>,
) {
  const { repositoryId } = place;
  const { activities } = chosen.board;
  const keys = activities.map(({ id }) => activityIssueKey(repositoryId, id));
  const artifacts = await store.asInstallation(installationId, (db) => artifactsUnder(db, keys));
  const placeable = activities.flatMap(({ id, goal }): PlaceableIssue[] => {
    const artifact = artifacts.find(({ key }) => key === activityIssueKey(repositoryId, id));
    const issue = issues.find(({ nodeId }) => nodeId === artifact?.nodeId);
    if (artifact?.externalId == null || issue === undefined) return [];
    return [{ id, goal, number: issue.number, issueId: artifact.externalId }];
  });
  const places = placeable.map(({ id, issueId }) => placeKey(repositoryId, id, issueId));
  const kept = await store.asInstallation(installationId, (db) => artifactsUnder(db, places));
  const placed = new Set(kept.flatMap(({ key, externalId }) => (externalId === null ? [] : [key])));
  return planPlaces({ repository: place, issues: placeable, standing, placed });
}

import { Fault, isDeployId } from '../core/index.ts';
import type { Session } from './session.ts';
import { list, number, object, optional, text } from './shape.ts';

/** One deploy as the API tells it. */
export const deployShape = object({
  id: text,
  kind: text,
  state: text,
  by: object({ name: text, email: text }),
  summary: text,
  created_at: text,
  source: optional(text),
  commit: optional(text),
  version: optional(number),
  reason: optional(text),
  finished_at: optional(text),
});
export type Deploy = ReturnType<typeof deployShape>;

/** Newest first. */
export const readDeploys = async ({ api }: Session, app: string, limit: number): Promise<readonly Deploy[]> => {
  const { data } = await api.read(
    (client, signal) => client.GET('/api/apps/{app}/deploys', { params: { path: { app }, query: { limit } }, signal }),
    object({ data: list(deployShape) }),
  );
  return data;
};

export const readDeploy = async ({ api }: Session, app: string, deploy: string): Promise<Deploy> => {
  const { data } = await api.read(
    (client, signal) => client.GET('/api/apps/{app}/deploys/{deploy}', { params: { path: { app, deploy } }, signal }),
    object({ data: deployShape }),
  );
  return data;
};

/** The deploy a command is about: the one named, else the one under way, else (for those that only look) the newest. */
export const chooseDeploy = async (
  session: Session,
  { app, named, orNewest }: { readonly app: string; readonly named: string | undefined; readonly orNewest: boolean },
): Promise<string> => {
  if (named !== undefined) return parseDeployId(named);
  const recent = await readDeploys(session, app, 50);
  const chosen = recent.findLast(isUnderWay) ?? (orNewest ? recent[0] : undefined);
  if (chosen !== undefined) return chosen.id;
  throw new Fault('deploy/not-found', orNewest ? `${app} has no deploys yet.` : `No deploy of ${app} is under way.`, {
    hint: orNewest ? 'Push to make the first: git push sluice HEAD:main' : `See those of the past: sluice deploys --app ${app}`,
  });
};

const isUnderWay = ({ state }: Deploy): boolean => ['waiting', 'building', 'rolling', 'undoing'].includes(state);

const parseDeployId = (typed: string): string => {
  if (isDeployId(typed)) return typed;
  throw new Fault('usage/invalid', `«${typed}» is not the id of a deploy.`, { hint: 'See them: sluice deploys' });
};

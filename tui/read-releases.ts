import { parseCount } from './parse-count.ts';
import type { Session } from './session.ts';
import { list, object, text } from './shape.ts';

/** An app's newest releases, newest first; `limit` as it was typed. */
export const readReleases = async ({ api }: Session, app: string, limit: string) => {
  const query = { limit: parseCount(limit, { flag: '--num', min: 1, max: 1000 }) };
  const { data } = await api.read(
    (client, signal) => client.GET('/api/apps/{app}/releases', { params: { path: { app }, query }, signal }),
    object({ data: list(release) }),
  );
  return data;
};

const release = object({
  version: text,
  sha: text,
  summary: text,
  created_at: text,
  commit: text,
  by: object({ name: text, email: text }),
});

import type { Session } from './session.ts';
import { dictionary, list, number, object, optional, text } from './shape.ts';

/** What is wanted of an app and what runs. */
export const readStatus = async ({ api }: Session, app: string) => {
  const { data } = await api.read(
    (client, signal) => client.GET('/api/apps/{app}/status', { params: { path: { app } }, signal }),
    object({ data: status }),
  );
  return data;
};

const status = object({
  unique_name: text,
  urls: list(text),
  wanted_version: number,
  running_version: optional(number),
  pending_deploy: optional(object({ id: text, kind: text, state: text, summary: text, by: text, created_at: text })),
  processes: dictionary(object({ replicas: number, running: number, size: number, command: optional(text) })),
  replicas: list(
    object({
      name: text,
      process: text,
      version: number,
      state: text,
      size: number,
      started_at: text,
      restarts: number,
      last_exit: optional(text),
    }),
  ),
});

import type { Session } from './session.ts';
import { dictionary, object, text } from './shape.ts';

/** An app's variables, name to value. */
export const readConfigs = async ({ api }: Session, app: string): Promise<Readonly<Record<string, string>>> => {
  const { data } = await api.read(
    (client, signal) => client.GET('/api/apps/{app}/configs', { params: { path: { app } }, signal }),
    object({ data: dictionary(text) }),
  );
  return data;
};

import { Fault } from '../core/index.ts';
import { follow } from './follow.ts';
import { type Deploy, deployShape } from './read-deploys.ts';
import { readEvents, type ServerEvent } from './read-events.ts';
import type { Session } from './session.ts';
import { object, ShapeError, text } from './shape.ts';

export type Watch = {
  readonly app: string;
  readonly id: string;
  readonly signal: AbortSignal;
  readonly line: (text: string) => Promise<void>;
  readonly lost: () => void;
};

/** Gives every line a deploy prints, from its first on, each once even over lost connections; resolves to how it ended. */
export const watchDeploy = async ({ api, server }: Session, { app, id, signal, line, lost }: Watch): Promise<Deploy> => {
  let after: number | undefined;
  let end: Deploy | undefined;
  await follow({
    open: async () => {
      const query = after === undefined ? {} : { after };
      return readEvents(
        await api.stream((client, signal) =>
          client.GET('/api/apps/{app}/deploys/{deploy}/events', {
            params: { path: { app, deploy: id }, query },
            headers: { accept: 'text/event-stream' },
            parseAs: 'stream',
            signal,
          }),
        ),
      );
    },
    take: async (event) => {
      if (event.event === 'end') {
        end = parseEnd(event, server);
        return true;
      }
      await line(parseLine(event, server));
      if (/^\d+$/.test(event.id)) after = Number(event.id);
      return false;
    },
    lost,
    patienceMs: 60_000,
    signal,
  });
  if (end === undefined) throw new Error('the following ended without an end');
  return end;
};

const agreed = <Value>(server: string, read: () => Value): Value => {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof ShapeError)) throw cause;
    throw new Fault('request/invalid', `${server} sent an event that can't be read: ${cause.message}.`, {
      hint: 'Are this command line and the server of the same version? sluice version',
      cause,
    });
  }
};

const parseEnd = ({ data }: ServerEvent, server: string): Deploy => agreed(server, () => deployShape(JSON.parse(data), 'the end'));

const parseLine = ({ data }: ServerEvent, server: string): string => agreed(server, () => lineShape(JSON.parse(data), 'the line').line);

const lineShape = object({ line: text });

import { Fault } from '../core/index.ts';
import { readLines } from './read-lines.ts';
import type { Session } from './session.ts';
import { number, object, optional, ShapeError, text } from './shape.ts';

export type LogQuery = { readonly lines: number; readonly process?: string; readonly after?: string };
export type LogLine = ReturnType<typeof logLine>;

/** Lines of an app's log, oldest first, each with a cursor to go on from. With `follow` until the connection ends. */
export const openLogs = async (
  { api, server }: Session,
  app: string,
  { lines, process, after, follow }: LogQuery & { readonly follow: boolean },
) => {
  const query = {
    follow,
    ...(after === undefined ? { num_lines: lines } : { after }),
    ...(process === undefined ? {} : { process }),
  };
  const stream = await api.stream((client, signal) =>
    client.GET('/api/apps/{app}/logs', {
      params: { path: { app }, query },
      headers: { accept: 'application/x-ndjson' },
      parseAs: 'stream',
      signal,
    }),
  );
  return parsed(stream, { server, wholeOnly: follow });
};

async function* parsed(
  stream: AsyncIterable<Uint8Array>,
  { server, wholeOnly }: { server: string; wholeOnly: boolean },
): AsyncGenerator<LogLine> {
  for await (const line of readLines(stream, { wholeOnly })) if (line !== '') yield parseLine(line, server);
}

const parseLine = (line: string, server: string): LogLine => {
  try {
    return logLine(JSON.parse(line), 'a log line');
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof ShapeError)) throw cause;
    throw new Fault('request/invalid', `${server} sent a log line that can't be read: ${cause.message}.`, {
      hint: 'Are this command line and the server of the same version? sluice version',
      cause,
    });
  }
};

const logLine = object({ cursor: text, at: text, source: text, process: text, version: optional(number), text });

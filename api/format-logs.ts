import { type LogLine, stripControl } from '../core/index.ts';
import { formatTime } from './format-time.ts';
import type { Streaming } from './route.ts';
import type { LogLineView } from './schemas/logs.ts';

type LogFormat = 'text' | 'ndjson';

export const pickLogFormat = (accept: string | undefined): LogFormat => (accept?.includes('application/x-ndjson') ? 'ndjson' : 'text');

/** Log lines as a stream. Text is printed by clients as it comes, so it is freed of control characters here. */
export const formatLogs = (lines: AsyncIterable<LogLine>, format: LogFormat): Streaming =>
  format === 'ndjson'
    ? { type: 'application/x-ndjson; charset=utf-8', chunks: map(lines, toJsonLine) }
    : { type: 'text/plain; charset=utf-8', chunks: map(lines, toTextLine) };

const toTextLine = (line: LogLine): string => {
  const text = stripControl(line.text).replace(/\n+/g, ' ');
  return `${formatTime(line.at)} ${line.source}[${stripControl(line.process)}]: ${text}\n`;
};

const toJsonLine = (line: LogLine): string => {
  const view: LogLineView = {
    cursor: line.cursor,
    at: formatTime(line.at),
    source: line.source,
    process: line.process,
    ...(line.version === undefined ? {} : { version: line.version }),
    text: line.text,
  };
  return `${JSON.stringify(view)}\n`;
};

async function* map(lines: AsyncIterable<LogLine>, change: (line: LogLine) => string): AsyncGenerator<string> {
  for await (const line of lines) yield change(line);
}

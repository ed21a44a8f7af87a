import { readLines } from './read-lines.ts';

/** One message of an event stream. */
export type ServerEvent = { readonly event: string; readonly id: string; readonly data: string };

/**
 * Messages of a `text/event-stream` (HTML standard, 9.2.6): fields up to a blank line; comments and unknown fields are passed
 * over; a message cut short by the end of the stream is dropped.
 */
export async function* readEvents(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  let event = '';
  let id = '';
  let data: string[] = [];
  for await (const line of readLines(stream, { wholeOnly: true })) {
    if (line === '') {
      if (data.length > 0) yield { event: event === '' ? 'message' : event, id, data: data.join('\n') };
      event = '';
      data = [];
      continue;
    }
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
    if (field === 'id') id = value;
  }
}

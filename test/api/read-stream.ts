export type Read = { readonly id?: string; readonly event: string; readonly data: string };

/** Server-sent events of a response: the first `count`, or all until it ends. Comments are passed over. */
export const readEvents = async (response: Response, { count }: { readonly count?: number } = {}): Promise<readonly Read[]> => {
  const events: Read[] = [];
  let text = '';
  for await (const chunk of chunksOf(response)) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.startsWith(':')) continue;
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
      events.push(fields);
      if (events.length === count) return events;
    }
  }
  return events;
};

/** Text of a response up to and with `end`, or all of it. */
export const readText = async (response: Response, end?: string): Promise<string> => {
  let text = '';
  for await (const chunk of chunksOf(response)) {
    text += chunk;
    if (end !== undefined && text.includes(end)) return text;
  }
  return text;
};

async function* chunksOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) yield decoder.decode(chunk as Uint8Array, { stream: true });
}

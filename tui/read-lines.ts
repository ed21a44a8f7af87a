/** Lines of a stream of UTF-8 bytes as they come, without their ends (`\n` or `\r\n`). A last line without an end is given too, unless `wholeOnly`. */
export async function* readLines(stream: AsyncIterable<Uint8Array>, options: { readonly wholeOnly: boolean }): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of stream) {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new Error('a line of the answer is too long');
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (rest !== '' && !options.wholeOnly) yield rest;
}

// A server may not make us hold more than this for one line (16 MiB of UTF-16).
const longestLine = 8 * 1024 * 1024;

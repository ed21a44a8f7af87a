import { StringDecoder } from 'node:string_decoder';

/** Longest line kept, in characters; the rest of a longer one is dropped. */
export const longestLine = 16 * 1024;

/** Bytes to whole lines: invalid UTF-8 becomes U+FFFD, CRLF ends a line as LF does, `end` gives what had no newline. */
export const createLineSplitter = (): { readonly push: (chunk: Buffer) => string[]; readonly end: () => string[] } => {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): string[] => {
    const pieces = text.split('\n');
    pieces[0] = rest + pieces[0];
    rest = (pieces.pop() ?? '').slice(0, longestLine + 1);
    return pieces.map(finish);
  };
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end: () => {
      const lines = take(decoder.end());
      if (rest !== '') lines.push(finish(rest));
      rest = '';
      return lines;
    },
  };
};

const finish = (line: string): string => {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.length > longestLine ? `${text.slice(0, longestLine - 1)}…` : text;
};

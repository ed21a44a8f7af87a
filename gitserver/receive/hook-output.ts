import type { Writable } from 'node:stream';
import { type Progress, stripControl } from '../../core/index.ts';

// More than this unread, and the client is slower than the build: lines are left out, memory isn't.
const mostWaitingBytes = 4 * 1024 * 1024;

export type HookOutput = { readonly line: Progress; readonly end: () => void };

/** Lines for the pusher, through a hook's standard error: `remote: <line>`, as soon as it is written. */
export const createHookOutput = (stream: Writable): HookOutput => {
  let left = 0;
  const write = (text: string) => {
    if (stream.writable) stream.write(`${stripControl(text)}\n`);
  };
  return {
    line: (text) => {
      if (stream.writableLength > mostWaitingBytes) {
        left += 1;
        return;
      }
      if (left > 0) write(`(${left} lines left out: the connection is slower than the output)`);
      left = 0;
      write(text);
    },
    end: () => void stream.end(left > 0 ? `(${left} lines left out)\n` : undefined),
  };
};

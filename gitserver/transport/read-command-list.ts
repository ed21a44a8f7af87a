import type { Readable } from 'node:stream';
import { Fault } from '../../core/index.ts';
import { type CommandList, createCommandListParser } from '../receive/command-list.ts';

/** `head`: all bytes taken from the body, the first of the pack among them. */
export type ReadList = { readonly list: CommandList; readonly head: readonly Buffer[] };

/** Reads a body until the command list is whole, and leaves it paused. Rejects with the body's Fault, the parser's, or the signal's reason. */
export const readCommandList = (
  body: Readable,
  { limitBytes, signal }: { readonly limitBytes: number; readonly signal: AbortSignal },
): Promise<ReadList> => {
  const parse = createCommandListParser(limitBytes);
  const head: Buffer[] = [];
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      head.push(chunk);
      try {
        const list = parse(chunk);
        if (list !== undefined) leave(() => resolve({ list, head }));
      } catch (error) {
        leave(() => reject(error));
      }
    };
    const onEnd = () =>
      leave(() => reject(new Fault('push/invalid', 'The push ends before its list of refs does.', { hint: 'Push again.' })));
    const onError = (error: Error) => leave(() => reject(error));
    const onAbort = () => leave(() => reject(signal.reason));
    const leave = (then: () => void) => {
      signal.removeEventListener('abort', onAbort);
      body.pause();
      body.off('data', onData).off('end', onEnd).off('error', onError);
      then();
    };
    if (body.errored) return onError(body.errored);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    body.on('data', onData).once('end', onEnd).once('error', onError);
  });
};

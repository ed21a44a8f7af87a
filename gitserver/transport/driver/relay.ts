import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { GitChild } from './git-child.ts';

export type Wire = { readonly head: readonly Buffer[]; readonly body: Readable; readonly response: ServerResponse };

/**
 * Connects a client and its git in both directions, as fast as the slower reads; ends neither the response nor git's life.
 * What git no longer wants of the body is read and dropped, so that the client gets to git's answer instead of a reset.
 */
export const relay = (child: GitChild, { head, body, response }: Wire): void => {
  child.stdin.once('close', () => {
    body.unpipe(child.stdin);
    body.resume();
  });
  body.once('error', () => child.stdin.destroy());
  if (body.errored) child.stdin.destroy();
  for (const chunk of head) child.stdin.write(chunk);
  body.pipe(child.stdin);
  child.stdout.pipe(response, { end: false });
  const drop = () => {
    child.stdout.unpipe(response);
    child.stdout.resume();
  };
  response.once('close', drop);
  if (response.destroyed) drop();
};

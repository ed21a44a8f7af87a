import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DetachedProgram, startDetached } from '../start-detached.ts';

/** `folder`: the engine's; the router's own is `router` in it. */
export type RouterProgram = Pick<DetachedProgram, 'folder' | 'node'>;

/** Starts a router process. Its complaints go to `router/router.log`. Gives whether it has ended again while we are here. */
export const spawnRouter = ({ folder, node }: RouterProgram): (() => boolean) => {
  const own = join(folder, 'router');
  rotate(join(own, 'router.log'));
  return startDetached({ folder: own, log: 'router.log', node, args: [...small, main, folder] });
};

/** A request's garbage is short-lived: a small nursery costs no time that could be measured, and saves 10 MB after a load. */
const small = ['--max-semi-space-size=2'];
const main = fileURLToPath(new URL('./main.ts', import.meta.url));

const rotate = (path: string): void => {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 1024 * 1024) renameSync(path, `${path}.1`);
};

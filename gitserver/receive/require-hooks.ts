import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../core/index.ts';

/** git passes over a hook it can't execute, in silence, and takes the push: so that is checked before each push. */
export const requireHooks = async (folder: string): Promise<void> => {
  for (const hook of ['pre-receive', 'proc-receive']) {
    const path = join(folder, hook);
    try {
      await access(path, constants.X_OK);
    } catch (cause) {
      throw new Fault('data/failed', "The server's git hooks can't be executed, so it takes no pushes.", {
        hint: `On the server: chmod +x ${path}`,
        cause,
      });
    }
  }
};

import { Fault, type Oid } from '../../core/index.ts';
import type { Git } from './git-program.ts';

/** Texts of many blobs by id, in one git process. Throws `repository/damaged` when one is missing. */
export const readBlobs = async (git: Git, gitdir: string, oids: readonly Oid[]): Promise<ReadonlyMap<Oid, string>> => {
  const wanted = [...new Set(oids)];
  const texts = new Map<Oid, string>();
  if (wanted.length === 0) return texts;
  const output = await git.run(gitdir, ['cat-file', '--batch'], `${wanted.join('\n')}\n`);
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [oid = '', type = '', size = ''] = output.toString('latin1', at, end).split(' ');
    if (type !== 'blob') {
      throw new Fault('repository/damaged', `Object ${oid} can't be read in ${gitdir} (${type}).`, {
        hint: `Look at it with: git --git-dir=${gitdir} fsck`,
      });
    }
    texts.set(oid as Oid, output.toString('utf8', end + 1, end + 1 + Number(size)));
    at = end + 2 + Number(size);
  }
  return texts;
};

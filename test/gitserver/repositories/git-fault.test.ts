import test from 'ava';
import { gitFault } from '../../../gitserver/repositories/git-program.ts';

for (const [stderr, code] of [
  ["fatal: prepare: cannot update ref 'refs/sluice/pending': couldn't write '/d/a.config.git/refs/sluice/pending.lock'", 'data/full'],
  ['fatal: unable to write loose object file: No space left on device', 'data/full'],
  ['error: unable to write file ./objects/aa/bb', 'data/full'],
  ["fatal: Unable to create '/d/a.git/packed-refs.lock': File exists.", 'data/failed'],
  ["fatal: Unable to create '/d/a.git/x.lock': Permission denied", 'data/unwritable'],
  ['error: object file is empty\nfatal: loose object is corrupt', 'repository/damaged'],
] as const) {
  test(`what git says is named: ${stderr.slice(0, 60)} → ${code}`, (t) => {
    t.is(gitFault('git update-ref', '/d/a.git', stderr).code, code);
  });
}

import { Fault } from '../../core/index.ts';
import type { RunResult } from '../execa.ts';

/**
 * Why sops failed, by its exit status. What it printed is left out: with a mismatch it prints a hash of all plaintext, and
 * with a bad value the value.
 */
export const sopsFault = (path: string, verb: string, result: RunResult): Fault => {
  if (result.failure === 'ENOENT' || result.failure === 'EACCES') {
    return new Fault('sops/missing', `The sops program ${path} can't be run (${result.failure}).`, {
      hint: 'Set SLUICE_SOPS to a sops program, version 3.9 or later.',
    });
  }
  const damage = result.exitCode === undefined ? undefined : damages[result.exitCode];
  if (damage !== undefined) {
    return new Fault('config/unreadable', `env.yaml can't be opened: ${damage}.`, {
      hint: 'Go back to a release whose env.yaml opens, or restore the config repository from a backup.',
      data: { exit: result.exitCode ?? -1 },
    });
  }
  const how = result.failure ?? `exit ${result.exitCode}`;
  return new Fault('sops/failed', `«sops ${verb}» failed (${how}).`, { hint: 'Try again; if it stays, the server log has more.' });
};

/** Exit statuses of sops that say the file is at fault (its source: cmd/sops/codes/codes.go). */
const damages: Readonly<Record<number, string>> = {
  25: 'a value is not encrypted as its file says',
  39: 'a value is not encrypted as its file says',
  51: 'its MAC does not match, so an entry was changed, moved or removed without sops',
  52: 'it has no MAC',
  128: "it is not encrypted to the app's own key",
};

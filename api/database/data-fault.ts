import { asFault, Fault, isFault } from '../../core/index.ts';

/** A failure of SQLite or of the file system as the fault that says what to do. What is neither stays as it is. */
export const toDataFault = (error: unknown): unknown => {
  const { code, errcode, message } = (error ?? {}) as { code?: unknown; errcode?: number; message?: string };
  if (code !== 'ERR_SQLITE_ERROR' || errcode === undefined) return namedOrSame(error);
  // The low byte is the primary result code: https://www.sqlite.org/rescode.html
  switch (errcode % 256) {
    case 13:
      return new Fault('data/full', 'The disk of the data folder is full.', { hint: 'Free some space, then try again.', cause: error });
    case 3:
    case 8:
    case 14:
      return new Fault('data/unwritable', 'The database of the platform cannot be written.', {
        hint: 'Give this user write access to the data folder and every file in it.',
        cause: error,
      });
    case 10:
    case 11:
    case 26:
      return new Fault('data/failed', `The database of the platform can't be read: ${message}.`, {
        hint: 'Check the disk; if it is sound, put sluice.db back from a backup.',
        cause: error,
      });
    default:
      return error;
  }
};

const namedOrSame = (error: unknown): unknown => {
  const fault = asFault(error);
  return isFault(fault, 'bug') ? error : fault;
};

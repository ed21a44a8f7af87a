import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppId, Log } from '../../../../core/index.ts';
import { ifThere } from '../../../../system/index.ts';

/** One line per request in `<folder>/logs/<app>/router.log`: `{"at":ms,"process":"router","text":"GET / 200 ..."}`. */
export type AccessLog = {
  readonly write: (app: AppId, text: string) => void;
  /** Resolves when what was written before is in the files. */
  readonly flush: () => Promise<void>;
};

type Deps = {
  readonly folder: string;
  readonly now: () => number;
  readonly log: Log;
  /** A file that would grow past this becomes `router.log.1` first. */
  readonly maxBytes: number;
};

/**
 * Lines wait at most 200 ms in memory. A disk that can't keep up, or is full, costs lines (their number is logged), never
 * requests.
 */
export const createAccessLog = ({ folder, now, log, maxBytes }: Deps): AccessLog => {
  const pending = new Map<AppId, { text: string; dropped: number }>();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  const flushAll = async (): Promise<void> => {
    while (pending.size > 0) {
      const batches = takeAll();
      for (const [app, text] of batches) {
        await append(app, text).catch((error: unknown) => log.warn('access log lines are lost', { app, error }));
      }
    }
  };

  const append = async (app: AppId, text: string): Promise<void> => {
    const path = join(folder, 'logs', app, 'router.log');
    // Not recursive: a data folder that somebody removed must not come back.
    await mkdir(join(folder, 'logs'), { mode: 0o700 }).catch(unlessThere);
    await mkdir(join(folder, 'logs', app), { mode: 0o700 }).catch(unlessThere);
    const size = (await ifThere(stat(path)))?.size ?? 0;
    if (size > 0 && size + text.length > maxBytes) await rename(path, `${path}.1`);
    await appendFile(path, text, { mode: 0o600 });
  };

  const takeAll = (): [AppId, string][] => {
    const batches = [...pending].map(([app, { text, dropped }]): [AppId, string] => [
      app,
      dropped === 0 ? text : `${text}${toLine(now(), `${dropped} requests are missing here: the disk was too slow`)}`,
    ]);
    pending.clear();
    return batches;
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    flushing ??= flushAll().finally(() => {
      flushing = undefined;
    });
    return flushing;
  };

  return {
    write: (app, text) => {
      const batch = pending.get(app) ?? { text: '', dropped: 0 };
      if (batch.text.length > maxWaitingBytes) batch.dropped += 1;
      else batch.text += toLine(now(), text);
      pending.set(app, batch);
      timer ??= setTimeout(flush, 200);
    },
    flush,
  };
};

const maxWaitingBytes = 1024 * 1024;

const toLine = (at: number, text: string): string => `${JSON.stringify({ at, process: 'router', text })}\n`;

const unlessThere = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EEXIST') throw error;
};

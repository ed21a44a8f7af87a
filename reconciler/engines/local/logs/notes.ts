import type { AppId } from '../../../../core/index.ts';
import { appendLog, type LoggedLine } from '../keeper/append-log.ts';
import { longestLine } from '../keeper/split-lines.ts';
import { platformLog } from './files.ts';

/** Lines the platform itself adds to an app's log. Written together, a moment later; `flush` writes at once. */
export const createNotes = ({ folder, now }: { readonly folder: string; readonly now: () => number }) => {
  const waiting = new Map<AppId, LoggedLine[]>();
  const flush = () => {
    for (const [app, lines] of waiting) appendLog(platformLog(folder, app), lines);
    waiting.clear();
  };
  return {
    flush,
    add: (app: AppId, line: Omit<LoggedLine, 'at'>): void => {
      if (waiting.size === 0) setImmediate(flush);
      const lines = waiting.get(app) ?? [];
      waiting.set(app, lines);
      for (const text of line.text.split('\n')) lines.push({ at: now(), ...line, text: text.slice(0, longestLine) });
    },
  };
};

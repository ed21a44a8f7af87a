import { rm } from 'node:fs/promises';
import { appendLog } from './append-log.ts';
import { backOffMs, crashesInRow } from './back-off.ts';
import { killMarked, signal } from './marked.ts';
import type { Change, Event, Exit, Kept, Start } from './protocol.ts';
import { type Ended, runProcess } from './run-process.ts';

const rememberedLines = 50;
/** Remembered lines are for error messages; the log has them whole. */
const rememberedLength = 1000;

type Entry = {
  start: Start;
  state: Kept['state'];
  pid?: number | undefined;
  startedAt: number;
  restarts: number;
  crashes: number;
  lastExit?: Exit;
  lastLines: string[];
  lines: number;
  timedOut: boolean;
  killed: boolean;
  timer?: NodeJS.Timeout | undefined;
};

export type KeepDeps = {
  /** Engine id: the first part of every mark. */
  readonly engine: string;
  readonly emit: (event: Event) => void;
  /** True when the kernel has killed for want of memory of late. */
  readonly outOfMemory: () => boolean;
};

/** Starts, watches, restarts and stops processes, in memory. A key names a process from `start` until it is gone. */
export const createKeeping = ({ engine, emit, outOfMemory }: KeepDeps) => {
  const entries = new Map<string, Entry>();
  const changed = (entry: Entry) => emit({ kept: view(entry) });

  const launch = (entry: Entry) => {
    const { start } = entry;
    Object.assign(entry, { state: 'running', startedAt: Date.now(), timedOut: false, killed: false });
    entry.pid = runProcess(start, markOf(start.key), {
      lines: (lines) => took(entry, lines),
      exit: () => sweep(entry),
      ended: (how) => ended(entry, how),
    });
    if (start.timeLimitMs !== undefined) {
      entry.timer = setTimeout(() => {
        entry.timedOut = true;
        sweep(entry);
      }, start.timeLimitMs);
    }
  };

  const took = (entry: Entry, lines: readonly string[]) => {
    const { log, key, stream } = entry.start;
    const at = Date.now();
    appendLog(
      log.file,
      lines.map((text) => ({ at, process: log.process, version: log.version, text })),
    );
    for (const text of lines) {
      entry.lines += 1;
      entry.lastLines.push(text.slice(0, rememberedLength));
      if (stream) emit({ line: { key, number: entry.lines, text } });
    }
    entry.lastLines.splice(0, entry.lastLines.length - rememberedLines);
  };

  const ended = (entry: Entry, how: Ended) => {
    clearTimeout(entry.timer);
    entry.pid = undefined;
    const at = Date.now();
    const afterMs = at - entry.startedAt;
    const shot = !entry.killed && !entry.timedOut && (how.signal === 'SIGKILL' || how.code === 137);
    entry.lastExit = {
      at,
      afterMs,
      ...how,
      ...(shot && outOfMemory() ? { outOfMemory: true } : {}),
      ...(entry.timedOut ? { timedOut: true } : {}),
    };
    if (entry.state === 'stopping') return remove(entry);
    entry.crashes = crashesInRow(entry.crashes, afterMs);
    rest(entry);
  };

  /** What has ended either waits for its next start or stays ended. */
  const rest = (entry: Entry) => {
    entry.state = entry.start.restart ? 'waiting' : 'exited';
    if (entry.state === 'waiting') {
      entry.timer = setTimeout(() => {
        entry.restarts += 1;
        launch(entry);
        changed(entry);
      }, backOffMs(entry.crashes));
    }
    changed(entry);
  };

  const remove = (entry: Entry) => {
    clearTimeout(entry.timer);
    entries.delete(entry.start.key);
    rm(entry.start.scratch, { recursive: true, force: true, maxRetries: 3 }).catch((error) => process.stderr.write(`scratch: ${error}\n`));
    emit({ kept: view(entry) });
    emit({ gone: entry.start.key });
  };

  /** Kills a process' whole group, and whoever of it left the group but kept the mark. */
  const sweep = (entry: Entry) => {
    entry.killed ||= entry.state === 'stopping';
    if (entry.pid !== undefined) signal(-entry.pid, 'SIGKILL');
    killMarked((mark) => mark === markOf(entry.start.key));
  };

  const markOf = (key: string) => `${engine}.${key}`;

  return {
    list: (): readonly Kept[] => [...entries.values()].map((entry) => view(entry)),
    /** Starting a key that is there already gives what is there. */
    start: (start: Start): Kept => {
      const before = entries.get(start.key);
      if (before !== undefined) return view(before);
      const entry: Entry = {
        start,
        state: 'running',
        startedAt: 0,
        restarts: 0,
        crashes: 0,
        lastLines: [],
        lines: 0,
        timedOut: false,
        killed: false,
      };
      entries.set(start.key, entry);
      launch(entry);
      changed(entry);
      return view(entry);
    },
    /** Undefined: no such key. Gives the newest lines. A process that has ended begins to be restarted when `restart` becomes true. */
    change: ({ key, meta, version, restart }: Change): Kept | undefined => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      const { start } = entry;
      entry.start = {
        ...start,
        meta: meta ?? start.meta,
        restart: restart ?? start.restart,
        log: { ...start.log, version: version ?? start.log.version },
      };
      if (entry.state === 'exited' && entry.start.restart) rest(entry);
      else if (meta !== undefined) changed(entry);
      return { ...view(entry), lastLines: [...entry.lastLines] };
    },
    /** SIGTERM to the group, SIGKILL after `graceMs`. The key is gone when the process is. */
    stop: (key: string, graceMs: number): void => {
      const entry = entries.get(key);
      if (entry === undefined) return;
      clearTimeout(entry.timer);
      const running = entry.state === 'running';
      if (running || entry.state === 'stopping') {
        if (running) {
          entry.state = 'stopping';
          if (entry.pid !== undefined) signal(-entry.pid, 'SIGTERM');
          changed(entry);
        }
        entry.timer = setTimeout(() => sweep(entry), graceMs);
      } else {
        entry.state = 'stopping';
        remove(entry);
      }
    },
    /** Drops what has ended for good. */
    forget: (key: string): void => {
      const entry = entries.get(key);
      if (entry?.state === 'exited') remove(entry);
    },
  };
};

/** Lines go with the end of what stays ended, where they explain it. Of all the rest they would only fill the socket. */
const view = ({ start, state, pid, startedAt, restarts, lastExit, lastLines, lines }: Entry): Kept => ({
  key: start.key,
  meta: start.meta,
  state,
  ...(pid === undefined ? {} : { pid }),
  startedAt,
  restarts,
  ...(lastExit === undefined ? {} : { lastExit }),
  lastLines: state === 'exited' ? [...lastLines] : [],
  lines,
});

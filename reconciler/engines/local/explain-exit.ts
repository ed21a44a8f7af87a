import { constants } from 'node:os';
import type { Exit } from './keeper/protocol.ts';

/** How a process ended, in words that follow its name: `exited with status 1 after 0.2 s`. */
export const explainExit = (exit: Exit): string =>
  `${howItEnded(exit)}${exit.error === undefined ? ` after ${seconds(exit.afterMs)}` : ''}`;

/** The short form for lists: `exited with status 1`, `out of memory`. */
export const shortExit = (exit: Exit): string => (exit.outOfMemory ? 'out of memory' : howItEnded(exit));

/** As a shell counts: 128 and the number of the signal; 127 for what could not be started. */
export const exitCode = (exit: Exit): number => {
  if (exit.code !== undefined) return exit.code;
  return exit.signal === undefined ? 127 : 128 + (constants.signals[exit.signal as NodeJS.Signals] ?? 0);
};

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;

const howItEnded = ({ code, signal, error, outOfMemory }: Exit): string => {
  const memory = outOfMemory ? ' (out of memory)' : '';
  if (error !== undefined) return `could not be started (${startErrors[error] ?? error})`;
  if (signal !== undefined) return `was killed by ${signal}${memory}`;
  return `exited with status ${code ?? 0}${memory}`;
};

const startErrors: Readonly<Record<string, string>> = {
  E2BIG: 'its environment is too large',
  ENOENT: '/bin/bash or the folder of the app is missing',
  EACCES: 'permission denied',
  EAGAIN: 'the machine has no room for another process',
  ENOMEM: 'the machine is out of memory',
};

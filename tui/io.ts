import type { Readable, Writable } from 'node:stream';

/** Standard input as the command line needs it: a terminal has `isTTY` and can be told not to echo. */
export type Input = Readable & { readonly isTTY?: boolean; readonly setRawMode?: (raw: boolean) => unknown };
export type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number };
export type Variables = Readonly<Record<string, string | undefined>>;

/** All that a command may touch outside itself, passed in as values by main.ts (or by a test). */
export type Io = {
  readonly env: Variables;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** Absolute path of bin/sluice, for what has to call it again (git's credential helper). */
  readonly program: string;
  readonly stdin: Input;
  readonly stdout: Screen;
  readonly stderr: Screen;
  /** Aborted on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly now: () => number;
};

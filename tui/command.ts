import type { Io } from './io.ts';
import type { Output } from './output.ts';
import type { Session } from './session.ts';

/** A flag. With `value` (its placeholder in the help) it takes one; without, it is on or off. One name has one meaning in all commands. */
export type Flag = { readonly name: string; readonly short?: string; readonly value?: string; readonly about: string };

/**
 * What a command found or did. `json` is printed with `--json`, `view` without. Streaming commands print as they go
 * and answer with view `nothing` and no `json`.
 */
export type Answer = { readonly json?: unknown; readonly view: View };

export type View =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  /** `head` is shown on terminals only; `empty` goes to standard error when there are no rows. */
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[]; readonly empty: string }
  /** The bytes of a value. Control characters are taken out on terminals only. */
  | { readonly kind: 'value'; readonly value: string };

export type Context = {
  readonly args: readonly string[];
  /** The value of a flag, or undefined. */
  readonly value: (flag: string) => string | undefined;
  readonly isOn: (flag: string) => boolean;
  readonly io: Io;
  readonly output: Output;
  /** The server and the key to use. Throws `auth/required` when there is none. */
  readonly session: () => Promise<Session>;
  /** The app: `--app`, else SLUICE_APP, else the git remote; and the session of the server it lives on. */
  readonly app: () => Promise<{ readonly app: string; readonly session: Session }>;
};

/** One command: the row of the table that help, completion and parsing are made from. */
export type Command = {
  /** `topic:verb` or `topic`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line, no full stop. */
  readonly about: string;
  /** Further lines of the help. */
  readonly more?: readonly string[];
  /** What follows the name, as in `KEY=VALUE...`; with how many words are allowed. */
  readonly args?: { readonly usage: string; readonly min: number; readonly max: number };
  readonly flags: readonly Flag[];
  readonly examples: readonly [string, string];
  readonly run: (context: Context) => Promise<Answer>;
};

export const appFlag: Flag = { name: 'app', short: 'a', value: 'NAME', about: 'the app (default: SLUICE_APP, then the git remote)' };

/** Flags of `sluice` without a command. */
export const versionFlag: Flag = { name: 'version', short: 'V', about: 'print the version' };

/** Flags that every command takes. */
export const globalFlags: readonly Flag[] = [
  { name: 'json', short: 'j', about: 'print JSON on standard output, failures too' },
  { name: 'url', value: 'URL', about: 'the server (default: SLUICE_URL, then where you signed in last)' },
  { name: 'config', value: 'FOLDER', about: 'where keys are kept (default: SLUICE_CONFIG, then ~/.config/sluice)' },
  { name: 'no-color', about: 'no colours (NO_COLOR does the same)' },
  { name: 'debug', about: 'show the stack of a failure' },
  { name: 'help', short: 'h', about: 'show this help' },
];

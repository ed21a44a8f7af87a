import type { Environment, ReleaseFile } from './desired.ts';
import type { App, Oid } from './ids.ts';
import type { Progress } from './progress.ts';

export type BuildRequest = {
  readonly app: App;
  /** The source commit: SOURCE_VERSION. */
  readonly commit: Oid;
  /** Writes the pushed tree, as pushed, into an empty folder. */
  readonly export: (folder: string) => Promise<void>;
  /** Config variables: files in ENV_DIR, not environment of the build. */
  readonly environment: Environment;
  /** Empty the app's build cache first. */
  readonly clean: boolean;
};

export type Built = { readonly release: ReleaseFile; readonly timings: { readonly buildMs: number; readonly slugMs: number } };

/**
 * A tree becomes a slug. Throws `build/failed`, `build/no-buildpack`, `build/buildpack-invalid`, `build/procfile-invalid`, `slug/too-large`.
 * Aborting kills all the build has started and rejects with the signal's reason. Builds of one app must not overlap.
 */
export type Build = (request: BuildRequest, output: Progress, signal: AbortSignal) => Promise<Built>;

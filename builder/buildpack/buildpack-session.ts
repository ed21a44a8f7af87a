import type { Environment } from '../../core/index.ts';
import type { BuildLog } from '../run/build-log.ts';

/** A buildpack's files, ready to run. `name` is what release.yaml records. */
export type Buildpack = { readonly name: string; readonly folder: string };

/** What all buildpacks of one build share. */
export type BuildpackSession = {
  /** BUILD_DIR: the app. */
  readonly tree: string;
  /** CACHE_DIR: kept from build to build of an app. */
  readonly cache: string;
  /** ENV_DIR: a file for each config variable. */
  readonly variables: string;
  readonly environment: Environment;
  /** `export` files of the buildpacks that have run, sourced before the next one. */
  readonly exports: readonly string[];
  readonly log: BuildLog;
  readonly signal: AbortSignal;
};

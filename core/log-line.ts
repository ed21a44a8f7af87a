/** `cursor` is opaque; lines of one app have rising cursors. `source`: who wrote it. */
export type LogLine = {
  readonly cursor: string;
  readonly at: number;
  readonly source: 'app' | 'build' | 'router' | 'platform';
  /** `web.1`, `release`, `build`, `router`. */
  readonly process: string;
  readonly version?: number;
  readonly text: string;
};

export type LogQuery = { readonly after?: string; readonly lines?: number; readonly follow: boolean; readonly process?: string };

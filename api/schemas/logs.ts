import { type Static, Type } from '../typebox.ts';

export const LogsQuery = Type.Object({
  num_lines: Type.Optional(Type.Integer({ minimum: 0, maximum: 10000, description: 'Last lines to begin with. Default: 100' })),
  follow: Type.Optional(Type.Boolean({ description: 'True or False, in any case. Default: true, as clients of 2017 expect' })),
  process: Type.Optional(Type.String({ description: 'A process type or a replica: web, web.1' })),
  after: Type.Optional(Type.String({ description: 'Cursor of the last line seen' })),
});

/** One line of `application/x-ndjson`. */
export const LogLineData = Type.Object({
  cursor: Type.String(),
  at: Type.String(),
  source: Type.String({ description: 'app, build, router or platform' }),
  process: Type.String(),
  version: Type.Optional(Type.Integer()),
  text: Type.String(),
});

export type LogLineView = Static<typeof LogLineData>;

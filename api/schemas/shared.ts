import { Type } from '../typebox.ts';

/** `2017-04-12T17:43:28.000+00:00`, the one form of time in this API. */
export const Time = Type.String({ description: 'UTC, as 2017-04-12T17:43:28.000+00:00' });

export const AppParams = Type.Object({ app: Type.String({ description: "The app's name" }) });

export const Author = Type.Object({ name: Type.String(), email: Type.String() });

/** Where the time of a change went, in order. */
const Timings = Type.Array(Type.Object({ step: Type.String(), ms: Type.Number() }));

/** What became of a change; beside `data` in the answer of every route that changes an app. */
export const Change = Type.Object(
  {
    kind: Type.Union([Type.Literal('live'), Type.Literal('accepted'), Type.Literal('unchanged')], {
      description: 'accepted: recorded, not rolled out (avoid_restart)',
    }),
    version: Type.Integer(),
    deploy: Type.Optional(Type.String()),
    commit: Type.Optional(Type.String()),
    summary: Type.Optional(Type.String()),
    timings: Type.Optional(Timings),
  },
  { description: 'What became of the change' },
);

/** The one error body. Added to the document as a shared component. */
export const ErrorBody = Type.Object(
  {
    errors: Type.Record(Type.String(), Type.Array(Type.String()), { description: 'Messages by field; the empty name for the rest' }),
    code: Type.String({ description: 'Stable: a row of docs/errors.md' }),
    hint: Type.Optional(Type.String({ description: 'The next thing to type or change' })),
    at: Type.Optional(Type.Object({ file: Type.String(), line: Type.Integer(), column: Type.Integer() })),
    data: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]))),
    last_lines: Type.Optional(Type.Array(Type.String(), { description: 'Output that explains the failure' })),
  },
  { $id: 'Error' },
);

import { type Static, Type } from '../typebox.ts';
import { Author, Time } from './shared.ts';

export const ReleaseData = Type.Object({
  version: Type.String(),
  sha: Type.String({ description: 'Source commit' }),
  summary: Type.String(),
  created_at: Time,
  commit: Type.String({ description: 'Config commit' }),
  by: Author,
});

export const ReleaseParams = Type.Object({
  app: Type.String({ description: "The app's name" }),
  version: Type.String({ description: 'A release number, as 5 or v5' }),
});

export const RollbackData = Type.Object({ unique_name: Type.String(), version: Type.Integer({ description: 'Of the new release' }) });

export const ReleasesQuery = Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) });

export type ReleaseView = Static<typeof ReleaseData>;

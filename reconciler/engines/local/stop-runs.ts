import type { AppId } from '../../../core/index.ts';
import type { Context } from './context.ts';
import { metaOf } from './replica.ts';

/** Ends the release phases of attempts that were given up: nothing else of an app is applied beside one. Resolves when they are gone. */
export const stopRuns = async (
  context: Context,
  app: AppId,
  { except, signal }: { readonly except: string; readonly signal: AbortSignal },
): Promise<void> => {
  const keys = [...context.keeper.kept().values()].flatMap((kept) => {
    const meta = metaOf(kept);
    return meta.kind === 'run' && meta.app === app && meta.process === 'release' && meta.id !== except ? [kept.key] : [];
  });
  await Promise.all(
    keys.map(async (key) => {
      await context.keeper.stop(key, context.limits.stopGraceMs);
      await context.keeper.until(key, (kept) => (kept === undefined ? true : undefined), signal);
    }),
  );
};

import { Fault } from '../core/index.ts';

/** Reads a whole number between two bounds, or throws `usage/invalid` that names the flag. */
export const parseCount = (
  typed: string,
  { flag, min, max }: { readonly flag: string; readonly min: number; readonly max: number },
): number => {
  const count = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
  if (count >= min && count <= max) return count;
  throw new Fault('usage/invalid', `${flag} ${typed}: not a whole number from ${min} to ${max}.`, {
    hint: `Write it like ${flag} ${Math.max(min, 10)}`,
  });
};

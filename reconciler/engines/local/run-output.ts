import type { Progress } from '../../../core/index.ts';
import type { Kept } from './keeper/protocol.ts';

/**
 * Brings the lines of one-off processes to who waits for them, each once and in order. Lines from before a reader came are taken from
 * what the keeper remembers.
 */
export const createRunOutput = () => {
  const readers = new Map<string, (line: { readonly number: number; readonly text: string }) => void>();
  return {
    took: (key: string, line: { readonly number: number; readonly text: string }): void => readers.get(key)?.(line),
    /** Gives what catches up with remembered lines. */
    lines: (key: string, output: Progress): ((kept: Kept | undefined) => void) => {
      let told = 0;
      const tell = ({ number, text }: { readonly number: number; readonly text: string }) => {
        if (number <= told) return;
        told = number;
        output(text);
      };
      readers.set(key, tell);
      return (kept) => {
        const lines = kept?.lastLines ?? [];
        const first = (kept?.lines ?? 0) - lines.length + 1;
        for (const [index, text] of lines.entries()) tell({ number: first + index, text });
      };
    },
    silence: (key: string): void => void readers.delete(key),
  };
};

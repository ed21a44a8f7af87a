/** How far one log file was read. A file is known by its inode and the time in its first line, so it is found again when it has been rotated. */
export type Position = { readonly file: string; readonly offset: number };

/**
 * Where a reader of the merged log stands: the time and count of the last line, which make cursors rise, and a position in each file.
 * A missing position: that file had nothing yet, and will be read from its beginning.
 */
export type Cursor = { readonly at: number; readonly count: number; readonly positions: readonly (Position | undefined)[] };

const number = (value: number, width: number) => value.toString(36).padStart(width, '0');

export const formatCursor = ({ at, count, positions }: Cursor): string =>
  [number(at, 9), number(count, 6), ...positions.map((one) => (one === undefined ? '-' : `${one.file}:${one.offset.toString(36)}`))].join(
    '.',
  );

/** Undefined for anything `formatCursor` did not write. */
export const parseCursor = (text: string): Cursor | undefined => {
  const match = /^([0-9a-z]{9})\.([0-9a-z]{6,9})((?:\.(?:-|[0-9a-z]{1,13}_[0-9a-z]{1,11}:[0-9a-z]{1,11})){3})$/.exec(text);
  if (match === null) return undefined;
  const [, at = '', count = '', rest = ''] = match;
  const positions = rest
    .slice(1)
    .split('.')
    .map((part) => {
      const [file = '', offset = ''] = part.split(':');
      return part === '-' ? undefined : { file, offset: Number.parseInt(offset, 36) };
    });
  return { at: Number.parseInt(at, 36), count: Number.parseInt(count, 36), positions };
};

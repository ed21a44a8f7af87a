import { stripControl } from '../core/index.ts';

/** Rows as lines with aligned columns: one row one line, no borders. `width` (of a terminal) cuts what would wrap. */
export const formatTable = (rows: readonly (readonly string[])[], width?: number): readonly string[] => {
  const cells = rows.map((row) => row.map(toCell));
  const widths: number[] = [];
  for (const row of cells) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return cells.map((row) => {
    const line = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ');
    return cut(line.trimEnd(), width);
  });
};

const toCell = (text: string): string => stripControl(text).replace(/\s+/g, ' ');

const cut = (line: string, width: number | undefined): string =>
  width === undefined || width < 20 || line.length <= width ? line : `${line.slice(0, width - 1)}…`;

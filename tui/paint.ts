import type { Screen, Variables } from './io.ts';

export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'grey';
export type Paint = (colour: Colour, text: string) => string;

const codes: Readonly<Record<Colour, number>> = { red: 31, green: 32, yellow: 33, cyan: 36, grey: 90 };

/** Colours for one stream: only on a terminal, and never with NO_COLOR, TERM=dumb or --no-color. Meaning never hangs on them. */
export const createPaint = (screen: Screen, env: Variables, options: { readonly off: boolean }): Paint => {
  const wanted = screen.isTTY === true && !options.off && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return wanted ? (colour, text) => `\u001b[${codes[colour]}m${text}\u001b[39m` : (_, text) => text;
};

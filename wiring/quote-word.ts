/** A path, or any text, as one word of a POSIX shell: for lines that people paste. */
export const quoteWord = (text: string): string => (/^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

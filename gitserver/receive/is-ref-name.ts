// The rules of git-check-ref-format, for full names.
// biome-ignore lint/suspicious/noControlCharactersInRegex: a ref with one of them is what must be found
const forbidden = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$/;

/** Whether git takes `name` as the full name of a ref. */
export const isRefName = (name: string): boolean =>
  name.includes('/') &&
  name.length <= 1000 &&
  !forbidden.test(name) &&
  name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));

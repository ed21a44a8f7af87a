import type { Environment } from '../../core/index.ts';

/**
 * The format version as sops lets a file carry it in the clear: names with this suffix stay readable and are covered
 * by the MAC (docs/decisions/0003-env-yaml-format.md).
 */
export const versionLine = 'sluice_unencrypted: 1';

/** An environment as the YAML that sops encrypts: each name and value as a double-quoted ASCII scalar, which every YAML reads alike. */
export const toPlaintext = (environment: Environment): string =>
  [versionLine, ...Object.entries(environment).map(([name, value]) => `${quote(name)}: ${quote(value)}`), ''].join('\n');

/** JSON's escapes are YAML's too; beyond ASCII, `\u` and `\U` keep line separators from being folded. */
const quote = (text: string): string => {
  let quoted = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (code >= 0x20 && code <= 0x7e) quoted += character;
    else if (code <= 0xffff) quoted += `\\u${code.toString(16).padStart(4, '0')}`;
    else quoted += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `${quoted}"`;
};

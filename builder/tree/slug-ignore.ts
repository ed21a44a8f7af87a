import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { matchesPath } from './wildcard.ts';

type Rule = { readonly segments: readonly string[]; readonly foldersOnly: boolean };
export type SlugIgnore = { readonly rules: readonly Rule[]; readonly warnings: readonly string[] };

/** Reads `.slugignore`: as .gitignore with `*`, `?`, `**`, a leading and a trailing slash; "!" isn't supported (nor on Heroku) and warned of. */
export const parseSlugIgnore = (bytes: Uint8Array): SlugIgnore => {
  const rules: Rule[] = [];
  const warnings: string[] = [];
  for (const [index, line] of new TextDecoder().decode(bytes).split('\n').entries()) {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    if (text.startsWith('!')) warnings.push(`.slugignore, line ${index + 1}: "!" is not supported, the line is ignored`);
    else rules.push(toRule(text));
  }
  return { rules, warnings };
};

const toRule = (text: string): Rule => {
  const segments = text.split('/').filter((segment) => segment !== '');
  const anchored = text.slice(0, -1).includes('/');
  return { segments: anchored ? segments : ['**', ...segments], foldersOnly: text.endsWith('/') };
};

/** Removes from the tree what the rules name, before any buildpack sees it. Links are removed, never followed. */
export const removeIgnored = async (tree: string, rules: readonly Rule[], above: readonly string[] = []): Promise<void> => {
  for (const entry of await readdir(join(tree, ...above), { withFileTypes: true })) {
    const path = [...above, entry.name];
    const ignored = rules.some((rule) => (!rule.foldersOnly || entry.isDirectory()) && matchesPath(rule.segments, path));
    if (ignored) await rm(join(tree, ...path), { recursive: true, force: true });
    else if (entry.isDirectory()) await removeIgnored(tree, rules, path);
  }
};

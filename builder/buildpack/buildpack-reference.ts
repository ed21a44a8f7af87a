import { Fault } from '../../core/index.ts';

/** A buildpack an app asks for: one of ours by name, or somebody's git repository, at a branch, tag or commit (default branch: none). */
export type BuildpackReference =
  | { readonly kind: 'built-in'; readonly name: string }
  | { readonly kind: 'git'; readonly name: string; readonly url: string; readonly ref?: string };

/** Ours, in the order they are tried. */
export const builtIns: readonly string[] = ['inline', 'node', 'static', 'procfile'];

/** Reads `.buildpacks` or the config variable BUILDPACK_URL: one reference a line, blank lines and `#` comments. Throws `build/buildpack-invalid`. */
export const parseBuildpackReferences = (source: string, text: string): readonly BuildpackReference[] => {
  const references: BuildpackReference[] = [];
  const problems: { readonly line: number; readonly message: string }[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const read = readReference(content);
    if (typeof read === 'string') problems.push({ line: index + 1, message: read });
    else references.push(read);
  }
  const [first] = problems;
  if (first === undefined) return references;
  throw new Fault(
    'build/buildpack-invalid',
    `${source} can't be read: ${problems.map(({ line, message }) => `line ${line}: ${message}`).join('; ')}.`,
    {
      hint: `Write one https git URL a line, with #commit at the end to pin it, or one of: ${builtIns.join(', ')}.`,
      at: { file: source, line: first.line, column: 1 },
    },
  );
};

/** A reference, or what is wrong with it. The text itself is not repeated: it may hold a password. */
const readReference = (text: string): BuildpackReference | string => {
  if (builtIns.includes(text)) return { kind: 'built-in', name: text };
  const url = URL.parse(text);
  if (url === null) return 'this is neither a URL nor a buildpack of the platform';
  if (url.protocol !== 'https:' && url.protocol !== 'file:') return `${JSON.stringify(url.protocol)} is not supported, only https and file`;
  if (url.username !== '' || url.password !== '') return 'a name or password in a URL would be written into git';
  if (/\.(tgz|tar\.gz|zip)$/.test(url.pathname)) return 'archives are not supported, only git repositories';
  const ref = url.hash.slice(1);
  url.hash = '';
  if (ref === '') return { kind: 'git', name: url.href, url: url.href };
  if (!/^[A-Za-z0-9][A-Za-z0-9._/+-]*$/.test(ref) || ref.includes('..')) return 'what follows "#" is not a branch, tag or commit';
  return { kind: 'git', name: `${url.href}#${ref}`, url: url.href, ref };
};

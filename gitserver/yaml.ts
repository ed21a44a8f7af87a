import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Place } from '../core/index.ts';

/** YAML as plain data that knows where it stood. Maps keep their order. */
export type YamlValue =
  | { readonly kind: 'map'; readonly at: Place; readonly entries: readonly YamlEntry[] }
  | { readonly kind: 'list'; readonly at: Place; readonly items: readonly YamlValue[] }
  | { readonly kind: 'scalar'; readonly at: Place; readonly value: string | number | boolean | null };
export type YamlEntry = { readonly key: string; readonly at: Place; readonly value: YamlValue };

/** Something wrong in a file a person may have written. */
export type Problem = { readonly at: Place; readonly message: string };

/**
 * Reads one YAML 1.2 document strictly: no second document, no duplicate keys, no aliases (they can blow up), no tags.
 * Every problem is reported; `value` is there only when there is none.
 */
export const readYaml = (text: string, file: string): { readonly value?: YamlValue; readonly problems: readonly Problem[] } => {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    lineCounter: lines,
    prettyErrors: false,
  });
  const problems: Problem[] = [...document.errors, ...document.warnings].map((error) => ({
    at: placeAt(error.pos[0]),
    message: firstLine(error.message),
  }));
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) problems.push({ at: placeAt(node.range?.[0] ?? 0), message: 'an alias (*name) is not allowed here' });
      else if (node.anchor !== undefined)
        problems.push({ at: placeAt(node.range?.[0] ?? 0), message: 'an anchor (&name) is not allowed here' });
      else if (node.tag !== undefined) problems.push({ at: placeAt(node.range?.[0] ?? 0), message: 'a tag (!name) is not allowed here' });
    },
  });
  if (problems.length > 0) return { problems };
  const value = toValue(document.contents, placeAt, problems);
  return problems.length > 0 ? { problems } : { value, problems };
};

const firstLine = (message: string): string => message.split('\n')[0] ?? message;

const toValue = (node: Node | null, placeAt: (offset: number) => Place, problems: Problem[]): YamlValue => {
  const at = placeAt(node?.range?.[0] ?? 0);
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => {
      const keyAt = placeAt((key as Node).range?.[0] ?? 0);
      if (!isScalar(key) || typeof key.value !== 'string') problems.push({ at: keyAt, message: 'a key must be plain text' });
      return { key: isScalar(key) ? String(key.value) : '', at: keyAt, value: toValue(value as Node | null, placeAt, problems) };
    });
    return { kind: 'map', at, entries };
  }
  if (isSeq(node)) return { kind: 'list', at, items: node.items.map((item) => toValue(item as Node, placeAt, problems)) };
  const value = isScalar(node) ? node.value : null;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', at, value };
  }
  problems.push({ at, message: `a value of kind ${typeof value} is not allowed here` });
  return { kind: 'scalar', at, value: null };
};

export type YamlEdit = { readonly path: readonly string[]; readonly value: string | number };

/** Sets values in a YAML text. The comments, the order and the indentation its author chose stay. */
export const editYaml = (text: string, edits: readonly YamlEdit[]): string => {
  const document = parseDocument(text, { version: '1.2', schema: 'core' });
  for (const { path, value } of edits) {
    for (let length = 1; length < path.length; length += 1) {
      // `processes:` with nothing behind it is null: it becomes a map, in place.
      if (!isMap(document.getIn(path.slice(0, length), true))) document.setIn(path.slice(0, length), document.createNode({}));
    }
    document.setIn(path, value);
  }
  return document.toString({ lineWidth: 0, indent: indentOf(text) });
};

const indentOf = (text: string): number => Math.min(Math.max(/^( +)[^ #\n-]/m.exec(text)?.[1]?.length ?? 2, 1), 8);

/** A value as YAML text, keys in the order given. */
export const writeYaml = (value: Readonly<Record<string, unknown>>): string => new Document(value).toString({ lineWidth: 0 });

import { posix } from 'node:path';
import ts from 'typescript';

/** What the rules look at in a file. Lines count from 1. */
export type Source = {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly environment: readonly number[];
  readonly console: readonly number[];
};

export type Import = {
  readonly line: number;
  /** As written. */
  readonly specifier: string;
  /** For a relative import, the file it names, from the root. */
  readonly target: string | undefined;
  /** Gone at run time. */
  readonly isType: boolean;
};

/** Finds imports of every form (static, dynamic, of types, re-exports, `require`), uses of `process.env`, and of `console`. */
export const parseSource = (path: string, text: string): Source => {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const imports: Import[] = [];
  const environment: number[] = [];
  const printed: number[] = [];
  const visit = (node: ts.Node): void => {
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
    const found = importIn(node);
    if (found !== undefined) imports.push({ line, ...found, target: targetOf(path, found.specifier) });
    if (namesEnvironment(node)) environment.push(line);
    if (ts.isPropertyAccessExpression(node) && isNamed(node.expression, 'console')) printed.push(line);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, imports, environment, console: printed };
};

const importIn = (node: ts.Node): { readonly specifier: string; readonly isType: boolean } | undefined => {
  if (ts.isImportDeclaration(node)) return named(node.moduleSpecifier, hasTypesOnly(node.importClause));
  if (ts.isExportDeclaration(node)) return named(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return named(node.argument.literal, true);
  const isCall = ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || isNamed(node.expression, 'require'));
  return isCall ? named(node.arguments[0], false) : undefined;
};

const named = (specifier: ts.Node | undefined, isType: boolean) =>
  specifier !== undefined && ts.isStringLiteralLike(specifier) ? { specifier: specifier.text, isType } : undefined;

const hasTypesOnly = (clause: ts.ImportClause | undefined): boolean => {
  if (clause === undefined) return false;
  const { namedBindings: bindings } = clause;
  const isEachType = bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.every((element) => element.isTypeOnly);
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (clause.name === undefined && isEachType);
};

/** `process.env`, `process['env']`, `env` taken out of `process`, and `process` under another name. */
const namesEnvironment = (node: ts.Node): boolean => {
  if (ts.isPropertyAccessExpression(node)) return isNamed(node.expression, 'process') && node.name.text === 'env';
  if (ts.isElementAccessExpression(node))
    return isNamed(node.expression, 'process') && named(node.argumentExpression, false)?.specifier === 'env';
  if (ts.isImportDeclaration(node)) return /^(node:)?process$/.test(named(node.moduleSpecifier, false)?.specifier ?? '');
  if (!ts.isVariableDeclaration(node) || node.initializer === undefined || !isNamed(node.initializer, 'process')) return false;
  return !ts.isObjectBindingPattern(node.name) || node.name.elements.some(({ name, propertyName }) => isNamed(propertyName ?? name, 'env'));
};

const isNamed = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

const targetOf = (path: string, specifier: string): string | undefined =>
  specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), specifier)) : undefined;

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The names a module exports, types included (as `type X`), sorted. Follows `export *`. */
export const exportsOf = async (path: string): Promise<readonly string[]> => {
  const file = ts.createSourceFile(path, await readFile(path, 'utf8'), ts.ScriptTarget.Latest, false);
  const names: string[] = [];
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) names.push(...(await reexports(path, statement)));
    else names.push(...declared(statement));
  }
  return names.sort();
};

const reexports = async (path: string, { exportClause, moduleSpecifier, isTypeOnly }: ts.ExportDeclaration): Promise<readonly string[]> => {
  if (exportClause !== undefined && ts.isNamedExports(exportClause)) {
    return exportClause.elements.map(({ name, isTypeOnly: isType }) => `${isTypeOnly || isType ? 'type ' : ''}${name.text}`);
  }
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
  return exportsOf(join(dirname(path), moduleSpecifier.text));
};

const declared = (statement: ts.Statement): readonly string[] => {
  const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return [];
  if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) return [`type ${statement.name.text}`];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => (ts.isIdentifier(name) ? name.text : '?'));
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name?.text ?? 'default'];
  return ['?'];
};

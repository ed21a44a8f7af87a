import { join } from 'node:path';
import { boundaryProblems } from './boundaries/problems.ts';
import { readSources } from './boundaries/read-sources.ts';

/** `boundaries [FOLDER]`: checks who imports whom. Exits 1 with a line per problem, and also where it saw no file. */
const root = process.argv[2] ?? join(import.meta.dirname, '..');
const sources = await readSources(root);
const problems = boundaryProblems(sources);

for (const { path, line, rule, message } of problems) process.stdout.write(`${path}:${line}  ${rule}: ${message}\n`);
if (sources.length === 0) process.stdout.write(`There is no TypeScript file below ${root}: nothing was checked.\n`);
else process.stdout.write(`${sources.length} files, ${problems.length} problems\n`);
process.exitCode = problems.length > 0 || sources.length === 0 ? 1 : 0;

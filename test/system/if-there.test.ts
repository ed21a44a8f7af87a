import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { ifThere } from '../../system/index.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

test('what is not there is undefined; any other failure is thrown', async (t) => {
  const folder = await temporaryDirectory(t);
  t.is(await ifThere(readFile(join(folder, 'absent'))), undefined);
  t.is(await ifThere(readFile(join(folder, 'absent/file'))), undefined);
  t.is(await ifThere(Promise.resolve('content')), 'content');
  await t.throwsAsync(ifThere(readFile(folder)), { code: 'EISDIR' });
  await t.throwsAsync(ifThere(Promise.reject(new Error('broken'))), { message: 'broken' });
});

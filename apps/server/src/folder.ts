import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartError, systemCode, unwritable } from './start-error.ts';

/**
 * Makes the folder and those above it; others may pass through it, not look in. Not by `mkdir`'s own `recursive`,
 * which never ends where a file system refuses with ENOENT (tried: below /proc). Throws `folder_unwritable`.
 */
export async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  try {
    await mkdir(path, { mode: 0o711 });
  } catch (error) {
    const madeMeanwhile = await stat(path).catch(() => undefined);
    if (madeMeanwhile?.isDirectory()) return;
    if (systemCode(error) !== 'ENOENT') throw unwritable(path, error);
    throw new StartError('folder_unwritable', `Cannot make the folder ${path}. Choose another with --data.`);
  }
}

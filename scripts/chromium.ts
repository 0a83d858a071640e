import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The Chromium of this machine: `CHROMIUM` when set, else the first one found. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const places = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env.CHROMIUM ?? '', ...places, MAC].find((path) => path !== '' && isProgram(path));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Installs Debian's Chromium where that needs no question: as root, with apt-get. Returns its path, or in
 * `problem` what the user can do.
 */
export function installChromium(): { path: string } | { problem: string } {
  const advice = 'install Chromium (on Debian: sudo apt-get install chromium) or set CHROMIUM to its path';
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0) {
    return { problem: `The browser tests need Chromium: ${advice}.` };
  }
  console.log('Installing Chromium…');
  const quiet = ['-qq', '-o', 'Dpkg::Options::=--force-confold', '-o', 'DPkg::Lock::Timeout=300'];
  for (const args of [
    [...quiet, 'update'],
    [...quiet, 'install', '--yes', '--no-install-recommends', 'chromium', 'fonts-liberation'],
  ]) {
    const done = spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'a' },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    if (done.status !== 0) {
      return { problem: `apt-get could not install Chromium; ${advice}.\n${done.stderr.trim()}` };
    }
  }
  const path = findChromium();
  return path === undefined ? { problem: `apt-get left no Chromium; ${advice}.` } : { path };
}

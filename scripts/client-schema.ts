import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testApi } from '../apps/server/src/testing/api.ts';

const GENERATOR = join(import.meta.dirname, '../packages/client/node_modules/openapi-typescript/bin/cli.js');

/** The types of the client, from the API's own description of itself. */
export async function clientSchema(): Promise<string> {
  const api = await testApi();
  const folder = mkdtempSync(join(tmpdir(), 'crypto-erp-client-'));
  try {
    const { body } = await api.app.inject({ method: 'GET', url: '/openapi.json' });
    writeFileSync(join(folder, 'openapi.json'), body);
    const [from, to] = [join(folder, 'openapi.json'), join(folder, 'schema.ts')];
    execFileSync(process.execPath, [GENERATOR, from, '--output', to], { stdio: 'pipe' });
    return readFileSync(to, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
    await api.close();
  }
}

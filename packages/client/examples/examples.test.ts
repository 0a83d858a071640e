import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { BUNDLED_RATES, importEcb } from '../../../apps/server/src/features/prices/import-ecb.ts';
import { type TestApi, testApi } from '../../../apps/server/src/testing/api.ts';
import { CONTACT, INVOICE } from '../../../apps/server/src/testing/documents.ts';

const PAGE = new URL('../../../docs/api.md', import.meta.url);

/** The examples of docs/api.md, and what each prints against a company with three open invoices. */
const EXAMPLES = {
  'first-invoice': 'INV-2026-00001 2850.00 USD 2483.01',
  refusal: '422 unknown_asset /defaultAsset',
  'all-invoices': '3 open invoices',
};

let api: TestApi;
let baseUrl: string;
before(async () => {
  api = await testApi();
  await importEcb(api.db, BUNDLED_RATES);
  baseUrl = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
after(() => api?.close());

for (const [name, expected] of Object.entries(EXAMPLES)) {
  test(`docs/api.md: ${name} is the file that runs, and does what the page says`, async () => {
    const file = join(import.meta.dirname, `${name}.ts`);
    assert.ok(
      readFileSync(PAGE, 'utf8').includes(`\`\`\`ts\n${readFileSync(file, 'utf8')}\`\`\``),
      `docs/api.md does not hold ${name}.ts as it is`,
    );
    const env = await companyWithKey(name === 'all-invoices' ? 3 : 0);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env });
    assert.equal(stdout.trim(), expected);
  });
}

/** A company with so many posted invoices, and a program's key to it. */
async function companyWithKey(invoices: number): Promise<Record<string, string>> {
  const user = await api.signUp();
  const { id, at } = await user.createCompany();
  const contact = await user.post<{ id: string }>(`${at}/contacts`, CONTACT);
  for (let i = 0; i < invoices; i += 1) {
    await user.post(`${at}/invoices`, { ...INVOICE, contactId: contact.body.id, status: 'posted' });
  }
  const key = await user.post<{ key: string }>(`${at}/api-keys`, {
    name: 'Examples',
    role: 'accountant',
    expiresAt: null,
  });
  return { BASE_URL: baseUrl, API_KEY: key.body.key, COMPANY_ID: id };
}

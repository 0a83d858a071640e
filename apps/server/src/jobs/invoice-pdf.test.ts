import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import { newId } from '../db/id.ts';
import { createLog } from '../log.ts';
import { AUTH_SECRET, type TestApi, type TestUser, testApi } from '../testing/api.ts';
import { fullCompany } from '../testing/full-company.ts';
import { until } from '../testing/until.ts';
import { type RunningWorker, startWorker } from '../worker.ts';

let api: TestApi;
let user: TestUser;
let worker: RunningWorker | undefined;
let company: Awaited<ReturnType<typeof fullCompany>>;

before(async () => {
  api = await testApi();
  user = await api.signUp();
  company = await fullCompany(api, user);
});
after(async () => {
  await worker?.close();
  await api.close();
});

const read = async (id: string) => (await user.get<Document>(`${company.at}/invoices/${id}`)).body;

async function pdfOf(id: string): Promise<Buffer> {
  await until(async () => (await read(id)).pdf === 'ready');
  const url = `${company.at}/invoices/${id}/pdf`;
  const response = await api.app.inject({ method: 'GET', url, headers: { cookie: user.cookie } });
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers['content-type'], 'application/pdf');
  return response.rawPayload;
}

test('posting an invoice leads to its PDF, and rendering it again, whatever changed since, to the same bytes', async () => {
  const posted = await user.post<Document>(`${company.at}/invoices/${company.draftInvoice.id}/post`, {
    version: company.draftInvoice.version,
  });
  assert.equal(posted.status, 201, JSON.stringify(posted.body));
  const { id } = posted.body;
  assert.equal(posted.body.pdf, 'pending');
  assert.equal(
    (await user.get<{ code: string }>(`${company.at}/invoices/${id}/pdf`)).body.code,
    'document_not_ready',
  );

  worker = await startWorker({
    db: api.db,
    databaseUrl: api.appUrl,
    ecbRatesUrl: undefined,
    authSecret: AUTH_SECRET,
    webhookAllowPrivate: false,
    log: createLog('silent'),
  });
  const pdf = await pdfOf(id);
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  const [kept] = await api.asOwner<{ sha256: string }>(
    "SELECT encode(sha256, 'hex') AS sha256 FROM erp.document_pdfs WHERE document_id = $1",
    [id],
  );
  assert.equal(kept?.sha256, createHash('sha256').update(pdf).digest('hex'));

  // Behind the rules' back: nobody else can lose a PDF.
  await api.asOwner(`
    BEGIN; SET LOCAL session_replication_role = replica;
    DELETE FROM erp.document_pdfs WHERE document_id = '${id}'; COMMIT`);
  assert.equal((await read(id)).pdf, 'pending');
  // Who bought and who sold are called otherwise by now; the invoice says what they were called then.
  await api.asOwner(
    "UPDATE erp.contacts SET name = 'Ann New', address = '2 Low Road', country = 'FR', tax_number = '7' WHERE id = $1",
    [company.contact.id],
  );
  await api.asOwner("UPDATE erp.companies SET name = 'Other', country = 'AT' WHERE company_id = $1", [
    company.id,
  ]);
  await api.asOwner(
    "INSERT INTO erp.outbox (company_id, id, job, payload) VALUES ($1, $2, 'render-document', $3)",
    [company.id, newId(), { companyId: company.id, documentId: id }],
  );
  worker.wake();
  assert.deepEqual(await pdfOf(id), pdf);
});

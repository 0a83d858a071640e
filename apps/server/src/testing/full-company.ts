import { createHash } from 'node:crypto';
import type { Comment } from '@crypto-erp/contract/comments';
import type { Me } from '@crypto-erp/contract/companies';
import type { Contact } from '@crypto-erp/contract/contacts';
import type { Document } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import type { Payment } from '@crypto-erp/contract/payments';
import type { Tag } from '@crypto-erp/contract/tags';
import type { PaymentTerms, Tax } from '@crypto-erp/contract/taxes';
import type { Webhook } from '@crypto-erp/contract/webhooks';
import { newId } from '../db/id.ts';
import { insertStoredObject } from '../features/attachments/store.ts';
import { SYSTEM } from '../features/audit-log/service.ts';
import { insertPdf } from '../features/documents/store.ts';
import { insertFile } from '../features/e-invoices/store.ts';
import { sequenceEvents } from '../features/events/service.ts';
import { insertRun } from '../features/reminders/store.ts';
import { changeVerifactu, recordVerifactu } from '../features/verifactu/service.ts';
import { claimDeliveries, recordAttempt } from '../features/webhooks/delivery-store.ts';
import { changeWebhook } from '../features/webhooks/service.ts';
import type { TestApi, TestUser } from './api.ts';
import { insertClosingRows } from './closing-rows.ts';
import { insertCryptoRows } from './crypto-values.ts';
import { makeBank, RECURRING, REMINDER_STEP, sendFile, WEBHOOK } from './documents.ts';
import { saleEntry } from './entries.ts';
import { insertImportRows } from './import-rows.ts';
import { upload } from './uploads.ts';

const sha256Of = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

const VERIFACTU = {
  active: true,
  nif: 'B12345674',
  environment: 'test' as const,
  producerName: 'Acme',
  producerNif: 'B12345674',
  version: null,
};

/**
 * A company that has something in every table: contact, tax and terms; a posted entry in March 2026 and one in January,
 * which is closed; one of a project; a draft entry; a budget; a posted invoice, paid in part, with its PDF, a comment, a
 * tag and an attachment; a draft invoice; an entry that recurs; a reminder, its mail, and a contact that is opted out by
 * now; a lot that a fee was paid of; a webhook with deliveries, switched off.
 */
export async function fullCompany(api: TestApi, user: TestUser) {
  const company = await user.createCompany({ country: 'ES' });
  const context = { companyId: company.id, actor: SYSTEM };
  await makeBank(user, company);
  await api.db.inCompany(company.id, (trx) => changeVerifactu(trx, context, VERIFACTU));
  async function made<T>(path: string, body: object): Promise<T> {
    const reply = await user.post<T>(`${company.at}/${path}`, body);
    if (reply.status >= 300)
      throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }
  const webhook = await made<Webhook>('webhooks', WEBHOOK);
  const terms = await made<PaymentTerms>('payment-terms', {
    name: 'Net 30',
    days: 30,
    fromEndOfMonth: false,
  });
  const contact = await made<Contact>('contacts', {
    name: 'Ann Buyer',
    email: 'ann@example.com',
    taxNumber: null,
    address: '1 High Street',
    country: 'DE',
    defaultAsset: null,
    paymentTermsId: terms.id,
  });
  const tax = await made<Tax>('taxes', {
    code: 'V19',
    name: 'VAT 19 %',
    kind: 'standard',
    rate: '19',
    inclusive: false,
    exemptReason: null,
    accountId: company.account('tax_payable'),
  });
  const invoiceInput = {
    status: 'posted',
    contactId: contact.id,
    issueDate: '2026-03-01',
    dueDate: null,
    paymentTermsId: terms.id,
    asset: 'EUR',
    reference: 'PO 7',
    notes: '',
    lines: [
      {
        description: 'Work',
        quantity: '2',
        unitPrice: '50',
        discountPercent: '0',
        taxId: tax.id,
        accountId: null,
      },
    ],
  };
  const dimension = await made<{ id: string }>('dimensions', { name: 'Project' });
  const { id: valueId } = await made<{ id: string }>('dimension-values', {
    dimensionId: dimension.id,
    code: 'P1',
    name: 'First',
  });
  const ofProject = saleEntry(company, '12');
  await made('entries', {
    ...ofProject,
    lines: ofProject.lines.map((line) => ({ ...line, dimensionValueIds: [valueId] })),
  });
  const budget = await made<{ id: string }>('budgets', { name: 'Plan', fiscalYear: 2026 });
  const budgetLine = {
    accountId: company.account('sales'),
    month: '2026-03',
    dimensionValueId: null,
    amount: '9',
  };
  await user.call({
    method: 'PUT',
    url: `${company.at}/budgets/${budget.id}/lines`,
    payload: { version: 1, lines: [budgetLine] },
    headers: { 'idempotency-key': 'lines' },
  });
  const january = await made<Entry>('entries', saleEntry(company, '5', { date: '2026-01-20' }));
  const entry = await made<Entry>('entries', saleEntry(company, '10'));
  const draftEntry = await made<Entry>('entries', saleEntry(company, '11', { status: 'draft' }));
  const invoice = await made<Document>('invoices', invoiceInput);
  const draftInvoice = await made<Document>('invoices', { ...invoiceInput, status: 'draft' });
  const payment = await made<Payment>(`invoices/${invoice.id}/payments`, {
    date: '2026-03-10',
    amount: '19',
    accountId: null,
    reference: '',
  });
  // What recurs becomes a draft, so that the books stay those above.
  const { lines } = saleEntry(company, '12');
  await made('recurring', { ...RECURRING, content: { description: 'Rent', lines } });
  await made('recurring/run', { date: '2026-01-31' });
  await made('reminder-steps', REMINDER_STEP);
  await made('reminders/run', { date: '2026-04-01' });
  await user.call({
    method: 'PUT',
    url: `${company.at}/contacts/${contact.id}/reminders`,
    payload: { enabled: false },
  });
  await api.db.inCompany(company.id, (trx) => insertRun(trx, company.id, '2026-04-01'));
  await made('periods/2026-01/close', { ignoreDrafts: true });
  await api.db.inCompany(company.id, (trx) => insertClosingRows(trx, context, company.account));
  await insertCryptoRows(user, company);
  const received = Buffer.from('<Invoice/>');
  await api.db.inCompany(company.id, (trx) =>
    insertFile(trx, company.id, {
      documentId: draftInvoice.id,
      sha256: sha256Of(received),
      content: received,
    }),
  );
  await recordVerifactu(api.db, { companyId: company.id });
  const importId = await sendFile(user, company.at);
  await api.db.inCompany(company.id, (trx) => insertImportRows(trx, company.id, importId, contact.id));
  await api.db.inCompany(company.id, (trx) => insertPdf(trx, company.id, invoice.id, Buffer.from('%PDF-')));
  const subject = { subjectKind: 'invoice', subjectId: invoice.id };
  const me = await user.get<Me>('/v1/me');
  const comment = await made<Comment>('comments', { ...subject, text: 'Look', mentions: [me.body.user.id] });
  const tag = await made<Tag>('tags', { name: 'Urgent', colour: '#ff0000' });
  await made(`tags/${tag.id}/attach`, subject);
  const attachment = await upload(user, company, subject, 'A,B\n1,2\n');
  await api.db.inCompany(company.id, (trx) => insertStoredObject(trx, company.id, newId()));
  await api.db.inCompany(company.id, async (trx) => {
    await sequenceEvents(trx, company.id);
    const [first] = await claimDeliveries(trx, company.id, webhook.id, 1);
    if (first === undefined) throw new Error('Nothing is delivered.');
    const key = { companyId: company.id, webhookId: webhook.id, ...first };
    const outcome = { statusCode: 200, durationMs: 5, error: null, excerpt: 'ok' };
    await recordAttempt(trx, key, outcome, 'delivered');
    await changeWebhook(trx, context, { allowPrivate: true }, webhook.id, {
      ...WEBHOOK,
      active: false,
      version: webhook.version,
    });
  });
  return {
    ...company,
    webhook,
    terms,
    contact,
    tax,
    january,
    entry,
    draftEntry,
    invoice,
    draftInvoice,
    payment,
    comment,
    tag,
    attachment,
  };
}

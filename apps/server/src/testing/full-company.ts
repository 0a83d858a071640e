import type { Contact } from '@crypto-erp/contract/contacts';
import type { Document } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import type { Payment } from '@crypto-erp/contract/payments';
import type { PaymentTerms, Tax } from '@crypto-erp/contract/taxes';
import { insertPdf } from '../features/documents/store.ts';
import type { TestApi, TestUser } from './api.ts';
import { saleEntry } from './entries.ts';

/**
 * A company that has something in every table: contact, tax and terms; a posted entry in March 2026 and one in January,
 * which is closed; a draft entry; a posted invoice, paid in part, with its PDF; a draft invoice.
 */
export async function fullCompany(api: TestApi, user: TestUser) {
  const company = await user.createCompany();
  async function made<T>(path: string, body: object): Promise<T> {
    const reply = await user.post<T>(`${company.at}/${path}`, body);
    if (reply.status >= 300)
      throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }
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
  await made('periods/2026-01/close', {});
  await api.db.inCompany(company.id, (trx) => insertPdf(trx, company.id, invoice.id, Buffer.from('%PDF-')));
  return { ...company, terms, contact, tax, january, entry, draftEntry, invoice, draftInvoice, payment };
}

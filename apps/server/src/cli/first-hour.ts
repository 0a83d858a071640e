import type { AccountList } from '@crypto-erp/contract/accounts';
import type { Company } from '@crypto-erp/contract/companies';
import type { Document } from '@crypto-erp/contract/documents';
import type { BalanceSheet, TrialBalance } from '@crypto-erp/contract/reports';
import type { Static } from 'typebox';
import { type Api, signUp } from './http-client.ts';

const INVOICES = 1_000;
const CLIENTS = 32;

/** Asset, unit price of the first line, and how much of the total a part payment pays. */
const CURRENCIES = [
  { asset: 'EUR', unitPrice: '99.99', part: '50.00' },
  { asset: 'USD', unitPrice: '123.45', part: '60.00' },
  { asset: 'JPY', unitPrice: '15000', part: '7001' },
] as const;

interface Result {
  companyId: string;
  invoices: number;
  entries: number;
  /** What the trial balance's totals differ by: 0. */
  difference: string;
}

/**
 * What a new user does, over HTTP: sign up, create a company, post invoices in three currencies by many clients at
 * once, take payments in whole and in part, fetch a PDF, read the reports. Throws when anything is not as it must be.
 */
export async function firstHour(baseUrl: string, log: (line: string) => void): Promise<Result> {
  const api = await signUp(baseUrl, 'Smoke');
  const company = await api.post<Company>('/v1/companies', {
    name: 'Smoke & Söhne 株式会社',
    baseAsset: 'EUR',
    country: 'DE',
    timeZone: 'Europe/Berlin',
    fiscalYearStartMonth: 1,
    rounding: { mode: 'half-even', level: 'document' },
    chartTemplate: 'ifrs',
  });
  const at = `/v1/companies/${company.id}`;
  const parties = await prepare(api, at);

  const began = performance.now();
  let taken = 0;
  let payments = 0;
  let first: Document | undefined;
  const client = async () => {
    for (let i = taken++; i < INVOICES; i = taken++) {
      const invoice = await postInvoice(api, at, parties, i);
      if (i === 0) first = invoice;
      if (i % 3 === 2) continue;
      await payInvoice(api, at, invoice, i);
      payments += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  log(`posted ${INVOICES} invoices and ${payments} payments by ${CLIENTS} clients in ${seconds} s`);

  if (first === undefined) throw new Error('No invoice was posted.');
  const pdf = await fetchPdf(api, `${at}/invoices/${first.id}/pdf`);
  log(`fetched the PDF of ${first.number}, ${pdf.length} bytes`);
  return {
    companyId: company.id,
    invoices: INVOICES,
    entries: INVOICES + payments,
    ...(await readReports(api, at)),
  };
}

interface Parties {
  contactId: string;
  taxId: string;
}

async function prepare(api: Api, at: string): Promise<Parties> {
  const { items } = await api.get<Static<typeof AccountList>>(`${at}/accounts`);
  const tax = await api.post<{ id: string }>(`${at}/taxes`, {
    code: 'VAT19',
    name: 'VAT 19 %',
    kind: 'standard',
    rate: '19',
    inclusive: false,
    exemptReason: null,
    accountId: items.find((account) => account.role === 'tax_payable')?.id ?? null,
  });
  const contact = await api.post<{ id: string }>(`${at}/contacts`, {
    name: 'Ñandú Öl ГмбХ 中文',
    email: null,
    taxNumber: null,
    address: 'Calle Mayor 1\n28013 Madrid',
    country: 'ES',
    defaultAsset: null,
    paymentTermsId: null,
  });
  return { contactId: contact.id, taxId: tax.id };
}

function postInvoice(api: Api, at: string, { contactId, taxId }: Parties, i: number): Promise<Document> {
  const currency = CURRENCIES[i % CURRENCIES.length] ?? CURRENCIES[0];
  const line = { discountPercent: '0', taxId, accountId: null };
  return api.post<Document>(`${at}/invoices`, {
    status: 'posted',
    contactId,
    issueDate: `2025-${twoDigits(1 + (i % 12))}-${twoDigits(1 + (i % 28))}`,
    dueDate: null,
    paymentTermsId: null,
    asset: currency.asset,
    reference: `PO-${i}`,
    notes: '',
    lines: [
      { ...line, description: 'Service', quantity: String(1 + (i % 7)), unitPrice: currency.unitPrice },
      { ...line, description: 'Discounted', quantity: '1.5', unitPrice: '10', discountPercent: '12.5' },
    ],
  });
}

/** Pays the whole or a part, weeks later at another rate. */
async function payInvoice(api: Api, at: string, invoice: Document, i: number): Promise<void> {
  const payment = { date: '2026-02-16', accountId: null, reference: '' };
  const path = `${at}/invoices/${invoice.id}/payments`;
  const amount = i % 3 === 0 ? invoice.total : (CURRENCIES[i % CURRENCIES.length]?.part ?? invoice.total);
  await api.post(path, { ...payment, amount });
}

async function fetchPdf(api: Api, path: string): Promise<Buffer> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { status, content } = await api.bytes(path);
    if (status === 200 && content.subarray(0, 5).toString() === '%PDF-') return content;
    if (status !== 409) throw new Error(`The PDF answered ${status}: ${content.toString().slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The PDF was not made within 30 seconds.');
}

async function readReports(api: Api, at: string): Promise<{ difference: string }> {
  const trial = await api.get<TrialBalance>(`${at}/reports/trial-balance?from=2025-01-01&to=2026-12-31`);
  const sheet = await api.get<BalanceSheet>(`${at}/reports/balance-sheet?asOf=2026-12-31`);
  const cents = (text: string): bigint => BigInt(text.replace('.', ''));
  const difference = cents(trial.totals.debit) - cents(trial.totals.credit);
  if (difference !== 0n || cents(trial.totals.closing) !== 0n) {
    throw new Error(`The trial balance is out by ${difference}.`);
  }
  if (cents(sheet.assets) !== cents(sheet.liabilities) + cents(sheet.equity)) {
    throw new Error('The balance sheet does not balance.');
  }
  return { difference: String(difference) };
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}

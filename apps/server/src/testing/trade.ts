import assert from 'node:assert/strict';
import type { AccountRole } from '@crypto-erp/contract/accounts';
import type { CompanyInput } from '@crypto-erp/contract/companies';
import type { Document, DocumentLineInput, InvoiceInput, NoteInput } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import type { Payment } from '@crypto-erp/contract/payments';
import type { GeneralLedger } from '@crypto-erp/contract/reports';
import type { TaxInput } from '@crypto-erp/contract/taxes';
import { formatDecimal, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import type { Static } from 'typebox';
import { BUNDLED_RATES, importEcb } from '../features/prices/import-ecb.ts';
import { type Reply, testApi } from './api.ts';
import { CONTACT, INVOICE, INVOICE_LINE, TAX } from './documents.ts';
import { assertChecksHold } from './entries.ts';

export type Trade = Awaited<ReturnType<typeof testTrade>>;
export type Trader = Awaited<ReturnType<Trade['trader']>>;

type LineChange = Partial<DocumentLineInput>;

/** The whole API with the European Central Bank's real rates, and companies that sell to a contact. */
export async function testTrade() {
  const api = await testApi();
  await importEcb(api.db, BUNDLED_RATES);
  const user = await api.signUp();
  const companies: string[] = [];

  /** A company of its own with a contact, and what a test does with invoices and payments there. */
  async function trader(settings: Partial<CompanyInput> = {}) {
    const company = await user.createCompany(settings);
    const { at } = company;
    companies.push(company.id);
    const make = async <T>(url: string, body: object): Promise<T> => {
      const answer = await user.post<T>(`${at}/${url}`, body);
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      return answer.body;
    };
    const contact = (change: object = {}) => make<{ id: string }>('contacts', { ...CONTACT, ...change });
    const contactId = (await contact()).id;
    const content = (change: Partial<InvoiceInput> = {}, lines: LineChange[] = [{}]) => ({
      ...INVOICE,
      contactId,
      lines: lines.map((line) => ({ ...INVOICE_LINE, ...line })),
      ...change,
    });
    return {
      ...company,
      contactId,
      contact,
      make,
      content,
      get: async <T>(url: string): Promise<T> => {
        const answer = await user.get<T>(`${at}/${url}`);
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        return answer.body;
      },
      call: <T>(
        method: 'PUT' | 'PATCH' | 'DELETE' | 'POST' | 'GET',
        url: string,
        payload?: object,
      ): Promise<Reply<T>> => user.call<T>({ method, url: `${at}/${url}`, ...(payload && { payload }) }),
      tax: (change: Partial<TaxInput> = {}) =>
        make<{ id: string }>('taxes', { ...TAX, accountId: company.account('tax_payable'), ...change }),
      draft: (change: Partial<InvoiceInput> = {}, lines?: LineChange[]) =>
        make<Document>('invoices', { ...content(change, lines), status: 'draft' }),
      post: (change: Partial<InvoiceInput> = {}, lines?: LineChange[]) =>
        make<Document>('invoices', { ...content(change, lines), status: 'posted' }),
      bill: (change: Partial<NoteInput> = {}, lines?: LineChange[]) =>
        make<Document>('bills', {
          ...content(change, lines),
          externalNumber: '',
          ...change,
          status: 'posted',
        }),
      note: (noun: 'credit-notes' | 'debit-notes', change: Partial<NoteInput> = {}, lines?: LineChange[]) =>
        make<Document>(noun, {
          ...content({}, lines),
          side: 'sales',
          correctsId: null,
          externalNumber: '',
          ...change,
          status: 'posted',
        }),
      pay: (invoice: { id: string }, date: string, amount: string) =>
        make<Payment>(`invoices/${invoice.id}/payments`, { date, amount, accountId: null, reference: '' }),
      /** The entry's lines as `account asset quantity base`, by the account's role. */
      async entryLines(entryId: string | null): Promise<string[]> {
        const { body } = await user.get<Entry>(`${at}/entries/${entryId}`);
        return body.lines.map((line) => {
          const role = company.accounts.find((one) => one.id === line.accountId)?.role;
          return `${role} ${line.asset} ${line.quantity} ${line.baseAmount}`;
        });
      },
      /** What the account with a role holds of each asset, and in the base asset, by the general ledger. */
      async balance(role: AccountRole): Promise<Record<string, string>> {
        const accountId = company.account(role);
        const { body } = await user.get<Static<typeof GeneralLedger>>(
          `${at}/reports/general-ledger?from=1999-01-01&to=2999-12-31&limit=1000&accountId=${accountId}`,
        );
        const sums: Record<string, bigint> = { base: 0n };
        for (const { asset, quantity, baseAmount } of body.items) {
          sums[asset] = (sums[asset] ?? 0n) + parseDecimal(quantity, 8);
          sums.base = (sums.base ?? 0n) + parseDecimal(baseAmount, 8);
        }
        return Object.fromEntries(
          Object.entries(sums).map(([key, units]) => [key, trimDecimal(formatDecimal(units, 8))]),
        );
      },
    };
  }

  return {
    api,
    user,
    trader,
    /** Fails when an invariant of a company made here is broken. */
    async verify(): Promise<void> {
      for (const id of companies) await assertChecksHold(api, id);
    },
    close: () => api.close(),
  };
}

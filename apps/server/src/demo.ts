import type { LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import type { Database } from './db/database.ts';
import { BUNDLED_RATES, importEcb } from './features/prices/import-ecb.ts';
import type { App } from './http/types.ts';

export const DEMO = { name: 'Dana Demo', email: 'demo@crypto-erp.example', password: 'crypto-erp-demo' };

interface Options {
  db: Database;
  app: App;
  log: (line: string) => void;
}

/**
 * Makes the demo company on an empty system, through the API as a user would: sign up, company, tax codes, contacts,
 * invoices in three currencies, payments. A demo that was cut short goes on: every command has a fixed key, so what
 * was done is answered and not done again. Answers whether the demo's user exists.
 */
export async function ensureDemo({ db, app, log }: Options): Promise<boolean> {
  const state = await demoState(db);
  if (state === 'complete') return true;
  if (state === 'other-users') return false;
  log('Making the demo company, with the European Central Bank’s rates since 1999…');
  await importEcb(db, BUNDLED_RATES);
  const user = await demoUser(app, state === 'empty');
  const company = await user.post<Item>('/v1/companies', {
    name: 'Demo Trading GmbH',
    baseAsset: 'EUR',
    country: 'DE',
    timeZone: 'Europe/Berlin',
    fiscalYearStartMonth: 1,
    rounding: { mode: 'half-up', level: 'document' },
    chartTemplate: 'ifrs',
  });
  await fillCompany(user, `/v1/companies/${company.id}`);
  return true;
}

interface Item {
  id: string;
}

async function fillCompany(user: DemoUser, at: string): Promise<void> {
  const accounts = (await user.get<{ items: { id: string; role: string | null }[] }>(`${at}/accounts`)).items;
  const account = (role: string) => accounts.find((one) => one.role === role)?.id ?? null;
  const tax = await user.post<Item>(`${at}/taxes`, {
    code: 'VAT19',
    name: 'VAT 19 %',
    kind: 'standard',
    rate: '19',
    inclusive: false,
    exemptReason: null,
    accountId: account('tax_payable'),
  });
  const export0 = await user.post<Item>(`${at}/taxes`, {
    code: 'EXP',
    name: 'Export, exempt',
    kind: 'exempt',
    rate: '0',
    inclusive: false,
    exemptReason: 'Export of services outside the European Union',
    accountId: null,
  });
  const terms = await user.post<Item>(`${at}/payment-terms`, {
    name: '30 days',
    days: 30,
    fromEndOfMonth: false,
  });

  const contacts: Item[] = [];
  for (const contact of CONTACTS) {
    contacts.push(await user.post<Item>(`${at}/contacts`, { ...contact, paymentTermsId: terms.id }));
  }
  const opening = { accountId: account('bank'), asset: 'EUR', quantity: '50000.00', baseAmount: '50000.00' };
  await user.post(`${at}/entries`, {
    status: 'posted',
    date: '2026-01-02',
    description: 'Opening balance',
    lines: [
      opening,
      { ...opening, accountId: account('retained_earnings'), quantity: '-50000.00', baseAmount: '-50000.00' },
    ],
  });

  for (const sale of SALES) {
    const domestic = sale.contact === 0;
    const invoice = await user.post<Item>(`${at}/invoices`, {
      status: sale.draft ? 'draft' : 'posted',
      contactId: contacts[sale.contact]?.id,
      issueDate: sale.date,
      dueDate: null,
      paymentTermsId: null,
      asset: sale.asset,
      reference: sale.reference,
      notes: 'Thank you for your business.',
      lines: sale.lines.map(([description, quantity, unitPrice]) => ({
        description,
        quantity,
        unitPrice,
        discountPercent: '0',
        taxId: domestic ? tax.id : export0.id,
        accountId: null,
      })),
    });
    if (sale.paid) {
      await user.post(`${at}/invoices/${invoice.id}/payments`, {
        date: sale.paid.date,
        amount: sale.paid.amount,
        accountId: null,
        reference: 'Bank transfer',
      });
    }
  }
}

const CONTACTS = [
  {
    name: 'Müller & Söhne KG',
    country: 'DE',
    defaultAsset: 'EUR',
    taxNumber: 'DE811907980',
    address: 'Hauptstraße 5\n10115 Berlin',
    email: 'einkauf@mueller.example',
  },
  {
    name: 'Northwind Traders Inc.',
    country: 'US',
    defaultAsset: 'USD',
    taxNumber: null,
    address: '100 Market Street\nSan Francisco, CA 94105',
    email: 'ap@northwind.example',
  },
  {
    name: '株式会社さくら商事',
    country: 'JP',
    defaultAsset: 'JPY',
    taxNumber: null,
    address: '東京都千代田区丸の内1-1-1',
    email: 'keiri@sakura.example',
  },
];

interface Sale {
  contact: number;
  date: string;
  asset: string;
  reference: string;
  lines: [description: string, quantity: string, unitPrice: string][];
  paid?: { date: string; amount: string };
  draft?: boolean;
}

const SALES: Sale[] = [
  {
    contact: 0,
    date: '2026-01-15',
    asset: 'EUR',
    reference: 'PO-1041',
    lines: [
      ['Custody platform, January', '1', '1200.00'],
      ['Onboarding workshop', '2.5', '140.00'],
    ],
    paid: { date: '2026-02-10', amount: '1844.50' },
  },
  {
    contact: 1,
    date: '2026-02-03',
    asset: 'USD',
    reference: 'NW-77',
    lines: [['Market data feed, first quarter', '3', '950.00']],
    paid: { date: '2026-03-04', amount: '2850.00' },
  },
  {
    contact: 2,
    date: '2026-02-20',
    asset: 'JPY',
    reference: '発注 2026-02',
    lines: [
      ['レポート作成 Report design', '1', '480000'],
      ['保守 Maintenance', '2', '35000'],
    ],
    paid: { date: '2026-03-25', amount: '300000' },
  },
  {
    contact: 0,
    date: '2026-03-16',
    asset: 'EUR',
    reference: 'PO-1058',
    lines: [['Custody platform, March', '1', '1200.00']],
  },
  {
    contact: 1,
    date: '2026-04-09',
    asset: 'USD',
    reference: 'NW-81',
    lines: [['Market data feed, second quarter', '3', '950.00']],
    draft: true,
  },
];

interface DemoUser {
  get<T>(url: string): Promise<T>;
  post<T>(url: string, payload: object): Promise<T>;
}

/** Signs the demo's user up, or in, and asks the API in their name. */
async function demoUser(app: App, isNew: boolean): Promise<DemoUser> {
  const url = isNew ? '/v1/auth/sign-up/email' : '/v1/auth/sign-in/email';
  const { email, password, name } = DEMO;
  const payload = isNew ? { email, password, name } : { email, password };
  const signedIn = checked(await app.inject({ method: 'POST', url, payload }));
  const cookie = signedIn.cookies.map((one) => `${one.name}=${encodeURIComponent(one.value)}`).join('; ');
  let commands = 0;
  return {
    get: async (path) => checked(await app.inject({ method: 'GET', url: path, headers: { cookie } })).json(),
    post: async (path, body) => {
      commands += 1;
      const headers = { cookie, 'idempotency-key': `demo-${commands}` };
      return checked(await app.inject({ method: 'POST', url: path, payload: body, headers })).json();
    },
  };
}

function checked(response: LightMyRequestResponse): LightMyRequestResponse {
  if (response.statusCode < 300) return response;
  throw new Error(`The demo company could not be made: ${response.statusCode} ${response.body}`);
}

/** How far the demo is. Its last invoice tells that it is complete. */
async function demoState(db: Database): Promise<'empty' | 'other-users' | 'begun' | 'complete'> {
  const user = await db.inControl(async (trx) => {
    const { rows } = await sql<{ demo: boolean; companyId: string | null }>`
      SELECT u.email = ${DEMO.email} AS demo, m.company_id AS "companyId"
      FROM control.users u LEFT JOIN control.memberships m ON m.user_id = u.id
      ORDER BY 1 DESC, m.joined_at LIMIT 1`.execute(trx);
    return rows[0];
  });
  if (user === undefined) return 'empty';
  if (!user.demo) return 'other-users';
  const { companyId } = user;
  if (companyId === null) return 'begun';
  const last = SALES.at(-1)?.reference;
  const { rows } = await db.inCompany(companyId, (trx) =>
    sql`SELECT FROM erp.documents WHERE company_id = ${companyId} AND reference = ${last}`.execute(trx),
  );
  return rows.length > 0 ? 'complete' : 'begun';
}

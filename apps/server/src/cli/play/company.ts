import type { AccountList, AccountRole } from '@crypto-erp/contract/accounts';
import type { Company } from '@crypto-erp/contract/companies';
import type { Static } from 'typebox';
import type { Api } from '../http-client.ts';
import { openBank, type PlayedBank } from './bank.ts';

/** The year that is played: the bundled rates have every day of it. */
export const YEAR = 2025;

interface Currency {
  asset: string;
  /** With how many an amount is written. */
  decimals: number;
}

export const CURRENCIES: readonly [Currency, ...Currency[]] = [
  { asset: 'EUR', decimals: 2 },
  { asset: 'USD', decimals: 2 },
  { asset: 'GBP', decimals: 2 },
  { asset: 'CHF', decimals: 2 },
  { asset: 'JPY', decimals: 0 },
];

type Ids = [string, ...string[]];

/** A company and whom it deals with. */
export interface Player {
  api: Api;
  companyId: string;
  /** The address of the company's resources. */
  at: string;
  customers: Ids;
  suppliers: Ids;
  employees: Ids;
  banks: readonly PlayedBank[];
  /** Of sales, of purchases. */
  taxes: { sales: Ids; purchases: Ids };
  account(role: AccountRole): string;
}

/** A company of twenty people: contacts, taxes, terms, accounts at the bank, steps of reminding. */
export async function foundCompany(api: Api): Promise<Player> {
  const company = await api.post<Company>('/v1/companies', {
    name: 'Twenty & Söhne S.L.',
    baseAsset: 'EUR',
    country: 'ES',
    timeZone: 'Europe/Madrid',
    fiscalYearStartMonth: 1,
    rounding: { mode: 'half-up', level: 'line' },
    chartTemplate: 'ifrs',
    writeOffLimit: '1',
  });
  const at = `/v1/companies/${company.id}`;
  const { items } = await api.get<Static<typeof AccountList>>(`${at}/accounts`);
  const account = (role: AccountRole): string => {
    const found = items.find((one) => one.role === role);
    if (found === undefined) throw new Error(`The chart has no account with the role ${role}.`);
    return found.id;
  };
  const made = async (path: string, body: object) =>
    (await api.post<{ id: string }>(`${at}/${path}`, body)).id;
  const terms = await made('payment-terms', { name: '30 days', days: 30, fromEndOfMonth: false });
  const contacts = async (count: number, kind: string): Promise<Ids> =>
    (await Promise.all(
      Array.from({ length: count }, (_, n) =>
        made('contacts', {
          name: `${kind} ${n + 1}`,
          email: `${kind.toLowerCase()}-${n + 1}@crypto-erp.example`,
          taxNumber: null,
          address: `Calle Mayor ${n + 1}\n28013 Madrid`,
          country: 'ES',
          defaultAsset: null,
          paymentTermsId: terms,
        }),
      ),
    )) as Ids;
  const tax = (code: string, rate: string, kind: string) =>
    made('taxes', {
      code,
      name: `${code} ${rate} %`,
      kind,
      rate,
      inclusive: false,
      exemptReason: null,
      accountId: account('tax_payable'),
    });
  const [general, reduced, reverse] = await Promise.all([
    tax('IVA21', '21', 'standard'),
    tax('IVA10', '10', 'standard'),
    tax('ISP', '21', 'reverse-charge'),
  ]);
  const reminder = {
    subject: '{{number}} is open',
    text: '{{contact}}: {{open}} {{asset}}, due {{dueDate}}.',
  };
  for (const days of [3, 14, 30]) await api.post(`${at}/reminder-steps`, { ...reminder, days });
  return {
    api,
    companyId: company.id,
    at,
    customers: await contacts(40, 'Customer'),
    suppliers: await contacts(25, 'Supplier'),
    employees: await contacts(20, 'Employee'),
    banks: await openBank(api, at, CURRENCIES, account),
    taxes: { sales: [general, reduced], purchases: [general, reduced, reverse] },
    account,
  };
}

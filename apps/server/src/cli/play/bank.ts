import type { AccountRole } from '@crypto-erp/contract/accounts';
import type { BankAccount } from '@crypto-erp/contract/bank-accounts';
import type { BankLine, BankRulesApplied, BankSuggestion } from '@crypto-erp/contract/bank-lines';
import type { BankImport, BankStatement } from '@crypto-erp/contract/bank-statements';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import type { Api } from '../http-client.ts';
import { CSV_MAPPING, camtStatement, csvStatement, type Movement } from './bank-files.ts';

/** An IBAN of the registry's examples, and what the company has there when the year begins, in cents. */
const IBAN = 'ES9121000418450200051332';
const OPENING = 25_000_000n;

const FEE = { name: 'Banco Mayor', text: 'Comision de mantenimiento' };

/** Below this a suggestion is a guess: nobody would take it unseen. */
const SURE = 80;

/** An account at the bank, and what it holds there, in smallest units. */
export interface PlayedBank {
  id: string;
  asset: string;
  decimals: number;
  balance: bigint;
}

/** What moved in a month, by the asset of the account. */
export type Movements = Map<string, Movement[]>;

/**
 * An account at the bank for each currency, all on the bank account of the chart. The bank sends CSV files of the euros,
 * whose mapping is said once, and camt.053 of the rest. A rule books what the bank takes for itself.
 */
export async function openBank(
  api: Api,
  at: string,
  currencies: readonly { asset: string; decimals: number }[],
  account: (role: AccountRole) => string,
): Promise<PlayedBank[]> {
  await api.post(`${at}/opening-balances`, {
    date: '2025-01-01',
    description: 'Opening balances',
    equityAccountId: null,
    lines: [
      {
        accountId: account('bank'),
        asset: 'EUR',
        quantity: formatDecimal(OPENING, 2),
        baseAmount: formatDecimal(OPENING, 2),
      },
    ],
  });
  const banks: PlayedBank[] = [];
  for (const { asset, decimals } of currencies) {
    const input = {
      name: `Banco Mayor ${asset}`,
      iban: IBAN,
      number: null,
      accountId: account('bank'),
      asset,
    };
    const { id } = await api.post<BankAccount>(`${at}/bank-accounts`, input);
    banks.push({ id, asset, decimals, balance: asset === 'EUR' ? OPENING : 0n });
    if (asset === 'EUR') await api.put(`${at}/bank-accounts/${id}/csv-mapping`, CSV_MAPPING);
  }
  await api.post(`${at}/bank-rules`, {
    name: 'What the bank takes',
    priority: 1,
    bankAccountId: null,
    direction: 'out',
    contains: FEE.text,
    minAmount: null,
    maxAmount: '100',
    accountId: account('bank_fees'),
    contactId: null,
    description: 'Fee of the bank',
  });
  return banks;
}

/** What the month's statements brought. */
export interface Banked {
  statements: number;
  lines: number;
}

/**
 * Imports the statement of each account for a month, lets the rules book and takes the best suggestion for what they
 * leave, and reconciles. Throws when a line finds no sure suggestion, or when the bank's balance is not reached.
 */
export async function bankMonth(
  api: Api,
  at: string,
  banks: readonly PlayedBank[],
  { from, to }: { from: string; to: string },
  movements: Movements,
): Promise<Banked> {
  const banked: Banked = { statements: 0, lines: 0 };
  for (const bank of banks) {
    const own = movements.get(bank.asset) ?? [];
    const fee = { ...FEE, date: to, amount: -1250n };
    const content = { ...bank, iban: IBAN, from, to, opening: bank.balance };
    const inEuro = bank.asset === 'EUR';
    const { statements } = inEuro
      ? await api.upload<BankImport>(
          `${at}/bank-statements?bankAccountId=${bank.id}`,
          'text/csv',
          csvStatement({ ...content, movements: [...own, fee] }),
        )
      : await api.upload<BankImport>(
          `${at}/bank-statements`,
          'application/xml',
          camtStatement({ ...content, movements: own }),
        );
    bank.balance = own.reduce((sum, { amount }) => sum + amount, bank.balance + (inEuro ? fee.amount : 0n));
    const rules = { bankAccountId: bank.id, ruleIds: null, book: true };
    const { items: booked } = await api.post<BankRulesApplied>(`${at}/bank-lines/apply-rules`, rules);
    if (booked.some(({ outcome }) => outcome !== 'booked'))
      throw new Error('A rule of the bank was refused.');
    banked.lines += booked.length + (await takeSuggestions(api, at, bank));
    for (const { id } of statements) {
      const { closingBalance } = await api.post<BankStatement>(`${at}/bank-statements/${id}/reconcile`, {});
      const expected = formatDecimal(bank.balance, bank.decimals);
      if (closingBalance !== expected) {
        throw new Error(`The bank holds ${closingBalance} ${bank.asset}, not ${expected}.`);
      }
      banked.statements += 1;
    }
  }
  return banked;
}

/** Takes the best suggestion for every open line of an account; answers how many there were. */
async function takeSuggestions(api: Api, at: string, bank: PlayedBank): Promise<number> {
  const query = `bankAccountId=${bank.id}&state=open&limit=1000`;
  const { items: lines } = await api.get<{ items: BankLine[] }>(`${at}/bank-lines?${query}`);
  for (const line of lines) {
    const { items } = await api.get<{ items: BankSuggestion[] }>(`${at}/bank-lines/${line.id}/suggestions`);
    const [best] = items;
    if (best === undefined || best.score < SURE) {
      const said = best === undefined ? 'nothing' : `${best.title} (${best.reasons.join(', ')})`;
      throw new Error(`For ${line.amount} ${line.asset}, "${line.text}", the bank page suggests ${said}.`);
    }
    if (best.match !== null) await api.post(`${at}/bank-matches`, best.match);
    else await api.post(`${at}/bank-lines/${line.id}/pay`, best.payment ?? {});
  }
  return lines.length;
}

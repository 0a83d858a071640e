import type { CashFlow } from '@crypto-erp/contract/cash-flow';
import type { StatementRow } from '@crypto-erp/contract/reports';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { drill } from './balances.ts';
import {
  type CashFlowAccount,
  type CashFlowFigures,
  cashFlowFigures,
  type EntryClass,
} from './cash-flow-figures.ts';
import type { Range } from './range.ts';

/** A line of the statement: smallest units, what came in positive. */
interface Line {
  code?: string;
  name: string;
  accountId?: string;
  amount: bigint;
  drill?: string;
}

interface Group {
  name: string;
  lines: Line[];
}

/** The entries of the range whose amounts the result and the balance sheet's changes hold. */
const OWN: readonly EntryClass[] = ['cash', 'exchange', 'other'];
const NAMES = {
  operating: 'Operating activities',
  investing: 'Investing activities',
  financing: 'Financing activities',
};

/**
 * The cash flow statement of a range after IAS 7. An entry that moves cash balances, so its other lines say what the cash
 * was for, each in the category of its account. `direct` lists what was received and paid (IAS 7.18(a)); `indirect`
 * starts from the result, takes out of it what moved no cash or belongs to another category, and adds the changes of
 * working capital (IAS 7.18(b), 7.20). Both come to the same. Investing and financing flows are gross in both
 * (IAS 7.21), and what the rate alone did to cash stands apart (IAS 7.28). Throws `not_found` for a company without books.
 */
export async function cashFlow(
  trx: Trx,
  companyId: string,
  { from, to }: Range,
  method: CashFlow['method'],
): Promise<CashFlow> {
  const figures = await cashFlowFigures(trx, companyId, { from, to });
  const { accounts, decimals, opening } = figures;
  const cash = accounts.filter(({ category }) => category === 'cash');
  const ofCash = (entries: EntryClass) => total(cash.map(({ sums }) => sums[entries]));
  const change = total([ofCash('cash'), ofCash('exchange'), ofCash('brought-in')]);
  const exchangeEffect = ofCash('exchange');

  const operating =
    method === 'direct'
      ? grossFlows(accounts, 'operating')
      : fromResult(figures, { from, to }, exchangeEffect);
  const sections = {
    operating,
    investing: grossFlows(accounts, 'investing'),
    financing: grossFlows(accounts, 'financing'),
  };
  const format = (units: bigint) => formatDecimal(units, decimals);
  const sumOf = (groups: readonly Group[]) =>
    total(groups.flatMap(({ lines }) => lines.map(({ amount }) => amount)));
  const write = (
    kind: StatementRow['kind'],
    depth: number,
    line: Line | Pick<Line, 'name'>,
  ): StatementRow => ({
    accountId: 'accountId' in line ? (line.accountId ?? null) : null,
    code: 'code' in line ? (line.code ?? '') : '',
    name: line.name,
    depth,
    kind,
    amount: 'amount' in line ? format(line.amount) : null,
    drill: 'drill' in line ? (line.drill ?? null) : null,
  });
  const section = (key: keyof typeof NAMES): StatementRow[] => [
    write('section', 0, { name: NAMES[key] }),
    ...sections[key]
      .filter(({ lines }) => lines.length > 0)
      .flatMap(({ name, lines }) => [
        write('heading', 1, { name }),
        ...lines.map((line) => write('account', 2, line)),
        write('total', 1, { name: `Total ${name}`, amount: total(lines.map(({ amount }) => amount)) }),
      ]),
    write('total', 0, { name: `Net cash from ${NAMES[key].toLowerCase()}`, amount: sumOf(sections[key]) }),
  ];
  const ends: Line[] = [
    { name: 'Effect of exchange rates on cash', amount: exchangeEffect },
    { name: 'Opening balances brought in', amount: ofCash('brought-in') },
  ].filter(({ amount }) => amount !== 0n);
  return {
    from,
    to,
    baseAsset: figures.baseAsset,
    method,
    rows: [
      ...section('operating'),
      ...section('investing'),
      ...section('financing'),
      ...ends.map((line) => write('account', 0, line)),
      write('total', 0, { name: 'Change in cash', amount: change }),
      write('account', 0, { name: 'Cash at the beginning', amount: opening }),
      write('total', 0, { name: 'Cash at the end', amount: opening + change }),
    ],
    opening: format(opening),
    operating: format(sumOf(sections.operating)),
    investing: format(sumOf(sections.investing)),
    financing: format(sumOf(sections.financing)),
    exchangeEffect: format(exchangeEffect),
    broughtIn: format(ofCash('brought-in')),
    change: format(change),
    closing: format(opening + change),
  };
}

/** What was received and paid for the accounts of a category. */
function grossFlows(accounts: readonly CashFlowAccount[], category: keyof typeof NAMES): Group[] {
  const own = accounts.filter((account) => account.category === category);
  return [
    { name: 'Received', lines: own.flatMap((account) => lineOf(account, account.received)) },
    { name: 'Paid', lines: own.flatMap((account) => lineOf(account, account.paid)) },
  ];
}

/**
 * Operating cash flow from the result. With b the base amounts of lines, debit positive, K the entries that move cash, X
 * those that only change its worth, N the rest: the flow is -Σ b over K's operating lines; the result -Σ b over all of
 * income and expense; the working capital -Σ b over all operating accounts of the balance sheet. An entry of N
 * balances without cash, so what its operating lines come to, its investing and financing lines undo: they are the
 * adjustments, with what is investing or financing in K's result, and X's effect, which is in the result or working
 * capital and no flow.
 */
function fromResult({ accounts }: CashFlowFigures, range: Range, exchangeEffect: bigint): Group[] {
  const own = ({ sums }: CashFlowAccount) => total(OWN.map((entries) => sums[entries]));
  const others = accounts.filter(({ category }) => category === 'investing' || category === 'financing');
  // Lines of X outside of cash, the result and working capital are no part of either, so the effect is only partly.
  const outside = total(others.filter(({ inResult }) => !inResult).map(({ sums }) => sums.exchange));
  const result = -total(accounts.filter(({ inResult }) => inResult).map(own));
  return [
    {
      name: 'Result',
      lines: [
        { name: 'Profit', amount: result, drill: drill({ types: ['income', 'expense'] }, range, 'without') },
      ],
    },
    {
      name: 'Adjustments',
      lines: [
        ...others.flatMap((account) =>
          lineOf(account, account.inResult ? account.sums.cash : -account.sums.other),
        ),
        ...nonZero({ name: 'Exchange differences on cash', amount: -exchangeEffect - outside }),
      ],
    },
    {
      name: 'Changes in working capital',
      lines: accounts
        .filter(({ category, inResult }) => category === 'operating' && !inResult)
        .flatMap((account) => lineOf(account, -own(account), drill({ accountId: account.id }, range))),
    },
  ];
}

function lineOf({ id, code, name }: CashFlowAccount, amount: bigint, query?: string): Line[] {
  return nonZero({ accountId: id, code, name, amount, drill: query });
}

function nonZero(line: Line): Line[] {
  return line.amount === 0n ? [] : [line];
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

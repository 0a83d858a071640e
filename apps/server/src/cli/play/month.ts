import type { Document } from '@crypto-erp/contract/documents';
import type { OpenItemList } from '@crypto-erp/contract/payments';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import type { Static } from 'typebox';
import { bankMonth, type Movements } from './bank.ts';
import { CURRENCIES, type Player, YEAR } from './company.ts';
import type { Random } from './random.ts';

/** How many of each kind a month has: 2,040 documents in the year. */
const PER_MONTH = { invoices: 110, bills: 36, 'expense-claims': 20, 'credit-notes': 4 } as const;
const CLIENTS = 16;

/** `statements` are those of account, `bankStatements` those of the bank. */
export type Counts = Record<
  'documents' | 'payments' | 'reminders' | 'statements' | 'bankStatements' | 'bankLines',
  number
>;

/** One day of a month, as text. */
function dayOf(month: number, day: number): string {
  return `${YEAR}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The last day of a month. */
export function lastDayOf(month: number): string {
  return dayOf(month, new Date(Date.UTC(YEAR, month, 0)).getUTCDate());
}

/** Everything of a month up to its close: what is written, paid, credited, matched with the bank, asked for again. */
export async function playMonth(
  player: Player,
  random: Random,
  month: number,
  counts: Counts,
): Promise<void> {
  const invoices = await write(player, random, month, 'invoices', counts);
  await write(player, random, month, 'bills', counts);
  await write(player, random, month, 'expense-claims', counts);
  await credit(player, random, month, invoices, counts);
  const movements = await payContacts(player, random, month, counts);
  const days = { from: dayOf(month, 1), to: lastDayOf(month) };
  const { statements, lines } = await bankMonth(player.api, player.at, player.banks, days, movements);
  counts.bankStatements += statements;
  counts.bankLines += lines;
  const { sent } = await player.api.post<{ sent: number }>(`${player.at}/reminders/run`, {
    date: lastDayOf(month),
  });
  counts.reminders += sent;
  await readStatement(player, random, month, counts);
}

/** A month's documents of a kind, posted by several clients at once. */
async function write(
  { api, at, ...player }: Player,
  random: Random,
  month: number,
  noun: 'invoices' | 'bills' | 'expense-claims',
  counts: Counts,
): Promise<Document[]> {
  const bodies = Array.from({ length: PER_MONTH[noun] }, (_, n) => {
    const { asset, decimals } = random.chance(50) ? CURRENCIES[0] : random.pick(CURRENCIES);
    const contactId = random.pick(
      noun === 'invoices' ? player.customers : noun === 'bills' ? player.suppliers : player.employees,
    );
    const line = () => ({
      description: 'Work and goods',
      quantity: `${random.whole(1, 40)}.5`,
      unitPrice:
        decimals === 0 ? `${random.whole(500, 9_000)}` : `${random.whole(3, 90)}.${random.whole(10, 99)}`,
      discountPercent: random.chance(20) ? '7.5' : '0',
      taxId: random.chance(10)
        ? null
        : random.pick(noun === 'invoices' ? player.taxes.sales : player.taxes.purchases),
      accountId: null,
    });
    return {
      status: 'posted',
      contactId,
      issueDate: dayOf(month, random.whole(1, 26)),
      dueDate: null,
      paymentTermsId: null,
      asset,
      reference: `${noun} ${month}/${n}`,
      notes: '',
      lines: Array.from({ length: random.whole(1, 4) }, line),
      ...(noun !== 'invoices' && { externalNumber: `${month}-${n}` }),
    };
  });
  const written: Document[] = [];
  let taken = 0;
  const client = async () => {
    for (let i = taken++; i < bodies.length; i = taken++) {
      written[i] = await api.post<Document>(`${at}/${noun}`, bodies[i] ?? {});
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  counts.documents += written.length;
  return written;
}

/** Some invoices are credited whole, some are void; the credit is used for the invoice itself. */
async function credit(
  { api, at }: Player,
  random: Random,
  month: number,
  invoices: readonly Document[],
  counts: Counts,
): Promise<void> {
  const date = dayOf(month, 27);
  for (const invoice of invoices.slice(0, PER_MONTH['credit-notes'])) {
    counts.documents += 1;
    if (random.chance(50)) {
      await api.post(`${at}/invoices/${invoice.id}/void`, { date, reason: 'Written twice' });
      continue;
    }
    const { contactId, asset, lines } = invoice;
    const note = await api.post<Document>(`${at}/credit-notes`, {
      status: 'posted',
      side: 'sales',
      correctsId: invoice.id,
      externalNumber: '',
      contactId,
      asset,
      issueDate: date,
      dueDate: null,
      paymentTermsId: null,
      reference: invoice.number,
      notes: '',
      lines: lines.map(({ description, quantity, unitPrice, discountPercent, taxId, accountId }) => ({
        description,
        quantity,
        unitPrice,
        discountPercent,
        taxId,
        accountId,
      })),
    });
    const parts = [invoice, note].map(({ id }) => ({ itemId: id, amount: invoice.total }));
    await api.post(`${at}/settlements`, { date, parts });
  }
}

/**
 * Most contacts pay, or are paid, what is open in one currency; some pay more, which stays as credit. Most payments are
 * recorded when they are known, the others when the bank tells of them. Answers what moved at the bank.
 */
async function payContacts(
  player: Player,
  random: Random,
  month: number,
  counts: Counts,
): Promise<Movements> {
  const { customers, suppliers, employees } = player;
  const movements: Movements = new Map(CURRENCIES.map(({ asset }) => [asset, []]));
  const pay = (of: Payer) => payContact(player, random, month, of, { counts, movements });
  for (const [n, contactId] of customers.entries()) {
    if (random.chance(75)) await pay({ contactId, side: 'sales', name: `Customer ${n + 1}` });
  }
  for (const [n, contactId] of suppliers.entries()) {
    if (random.chance(90)) await pay({ contactId, side: 'purchase', name: `Supplier ${n + 1}` });
  }
  for (const [n, contactId] of employees.entries()) {
    if (random.chance(90)) await pay({ contactId, side: 'purchase', name: `Employee ${n + 1}` });
  }
  return movements;
}

interface Payer {
  contactId: string;
  side: 'sales' | 'purchase';
  name: string;
}

async function payContact(
  { api, at }: Player,
  random: Random,
  month: number,
  { name, ...of }: Payer,
  { counts, movements }: { counts: Counts; movements: Movements },
): Promise<void> {
  const incoming = of.side === 'sales';
  const owed = incoming ? /^[0-9]/ : /^-/;
  const { items } = await api.get<Static<typeof OpenItemList>>(
    `${at}/open-items?contactId=${of.contactId}&side=${of.side}`,
  );
  for (const { asset, decimals } of CURRENCIES) {
    const open = items.filter((item) => item.asset === asset && owed.test(item.openAmount)).slice(0, 20);
    if (open.length === 0) continue;
    const allocations = open.map(({ id, openAmount }) => ({
      itemId: id,
      amount: openAmount.replace('-', ''),
    }));
    const told = random.chance(25);
    const more = incoming && !told && random.chance(5) ? 100n : 0n;
    const units = allocations.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), more);
    const fee = !told && asset !== 'EUR' && decimals > 0 ? 75n : 0n;
    movements.get(asset)?.push({
      date: dayOf(month, 28),
      amount: (incoming ? units : -units) - fee,
      name,
      text: open.map(({ number }) => number).join(' '),
    });
    counts.payments += 1;
    if (told) continue;
    await api.post(`${at}/payments`, {
      ...of,
      direction: incoming ? 'in' : 'out',
      date: dayOf(month, random.whole(27, 28)),
      asset,
      amount: formatDecimal(units, decimals),
      accountId: null,
      reference: `Payment ${month}`,
      fee: fee > 0n ? { amount: formatDecimal(fee, decimals), accountId: null } : null,
      rest: 'credit',
      allocations,
    });
  }
}

/** A statement of account says at its end what is open. */
async function readStatement({ api, at, customers }: Player, random: Random, month: number, counts: Counts) {
  const contactId = random.pick(customers);
  await api.get(`${at}/contacts/${contactId}/statement?from=${YEAR}-01-01&to=${lastDayOf(month)}`);
  counts.statements += 1;
}

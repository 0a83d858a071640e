import type { Document } from '@crypto-erp/contract/documents';
import type { OpenItemList } from '@crypto-erp/contract/payments';
import type { Static } from 'typebox';
import { CURRENCIES, type Player, YEAR } from './company.ts';
import type { Random } from './random.ts';

/** How many of each kind a month has: 2,040 documents in the year. */
const PER_MONTH = { invoices: 110, bills: 36, 'expense-claims': 20, 'credit-notes': 4 } as const;
const CLIENTS = 16;

export type Counts = Record<'documents' | 'payments' | 'reminders' | 'statements', number>;

/** One day of a month, as text. */
function dayOf(month: number, day: number): string {
  return `${YEAR}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The last day of a month. */
export function lastDayOf(month: number): string {
  return dayOf(month, new Date(Date.UTC(YEAR, month, 0)).getUTCDate());
}

/** Everything of a month up to its close: what is written, paid, credited, asked for again, revalued. */
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
  await payContacts(player, random, month, counts);
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

/** Most contacts pay, or are paid, what is open in one currency; some pay more, which stays as credit. */
async function payContacts(player: Player, random: Random, month: number, counts: Counts): Promise<void> {
  const { customers, suppliers, employees } = player;
  for (const contactId of customers) {
    if (random.chance(75)) await payContact(player, random, month, { contactId, side: 'sales' }, counts);
  }
  for (const contactId of [...suppliers, ...employees]) {
    if (random.chance(90)) await payContact(player, random, month, { contactId, side: 'purchase' }, counts);
  }
}

async function payContact(
  { api, at }: Player,
  random: Random,
  month: number,
  of: { contactId: string; side: 'sales' | 'purchase' },
  counts: Counts,
): Promise<void> {
  const owed = of.side === 'sales' ? /^[0-9]/ : /^-/;
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
    const units = allocations.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);
    const more = of.side === 'sales' && random.chance(5) ? 100n : 0n;
    await api.post(`${at}/payments`, {
      ...of,
      direction: of.side === 'sales' ? 'in' : 'out',
      date: dayOf(month, random.whole(27, 28)),
      asset,
      amount: decimalText(units + more, decimals),
      accountId: null,
      reference: `Payment ${month}`,
      fee: asset !== 'EUR' && decimals > 0 ? { amount: '0.75', accountId: null } : null,
      rest: 'credit',
      allocations,
    });
    counts.payments += 1;
  }
}

/** Smallest units as whole units. */
function decimalText(units: bigint, decimals: number): string {
  if (decimals === 0) return String(units);
  const digits = String(units).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** A statement of account says at its end what is open. */
async function readStatement({ api, at, customers }: Player, random: Random, month: number, counts: Counts) {
  const contactId = random.pick(customers);
  await api.get(`${at}/contacts/${contactId}/statement?from=${YEAR}-01-01&to=${lastDayOf(month)}`);
  counts.statements += 1;
}

import assert from 'node:assert/strict';
import { heading, list, navigate, type Screen, textLines } from '../browser.testing.ts';
import { bytesOf } from './invoice.ts';

const REPORTS = ['Trial balance', 'General ledger', 'Profit and loss', 'Balance sheet'];

/** Debits are as much as credits. Answers what the trial balance's last line says. */
export async function trialBalance(screen: Screen): Promise<void> {
  await openReport(screen, 'Trial balance');
  const total = await totalLine(screen);
  assert.equal(total.get('Opening'), 0n);
  assert.equal(total.get('Closing'), 0n);
  assert.equal(total.get('Debit'), total.get('Credit'));
  assert.ok((total.get('Debit') ?? 0n) > 0n, 'something is posted');
}

/** From a figure to the ledger, from there to the entry, and from it to the invoice. */
export async function drillDown(screen: Screen, account: RegExp, invoice: string): Promise<void> {
  const { page } = screen;
  await openReport(screen, 'Trial balance');
  const row = list(screen, 'Trial balance')
    .getByRole(screen.phone ? 'listitem' : 'row')
    .filter({ hasText: account });
  await row.getByRole('link').last().click();
  await page.waitForURL(/general-ledger\?.*accountId=/);
  await heading(page, 'General ledger').waitFor();
  await list(screen, 'General ledger').getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: /^Entry \S+$/ }).waitFor();
  await page.getByRole('link', { name: 'Open invoice' }).click();
  await heading(page, `Invoice ${invoice}`).waitFor();
}

/** What the company has is what it owes and its equity. */
export async function balanceSheet(screen: Screen): Promise<void> {
  const { page } = screen;
  await openReport(screen, 'Balance sheet');
  const figure = async (name: string) => {
    const box = page.locator('dl > *').filter({ has: page.getByText(name, { exact: true }) });
    return cents((await textLines(box.locator('dd'))).join(' '));
  };
  const [assets, liabilities, equity] = [
    await figure('Assets'),
    await figure('Liabilities'),
    await figure('Equity'),
  ];
  assert.ok(assets > 0n, 'there are assets');
  assert.equal(assets, liabilities + equity);
}

/** Each report comes as CSV, too. */
export async function downloadCsv(screen: Screen): Promise<void> {
  const { page } = screen;
  for (const name of REPORTS) {
    await openReport(screen, name);
    const link = page.getByRole('link', { name: 'CSV' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const file = name.toLowerCase().replaceAll(' ', '-');
    assert.match(download.suggestedFilename(), new RegExp(`^${file}_[0-9_-]+\\.csv$`));
    const lines = (await bytesOf(download)).toString('utf8').trim().split(/\r?\n/);
    assert.ok(lines.length > 2, `${name}: ${lines.length} lines`);
    assert.match(lines[0] ?? '', /,/);
  }
}

/** The report of 2026, in whatever year the test runs. */
async function openReport(screen: Screen, name: string): Promise<void> {
  const { page } = screen;
  await navigate(screen, name);
  if (name === 'Balance sheet') {
    await page.getByLabel('As of the end of').fill('2026-12-31');
  } else {
    await page.getByLabel('From', { exact: true }).fill('2026-01-01');
    await page.getByLabel('To', { exact: true }).fill('2026-12-31');
  }
  await list({ ...screen, phone: screen.phone && !isStatement(name) }, name).waitFor();
}

/** A statement is a table on a phone, too. */
function isStatement(name: string): boolean {
  return name === 'Profit and loss' || name === 'Balance sheet';
}

/** The last line of the trial balance by its columns, in hundredths. */
async function totalLine(screen: Screen): Promise<Map<string, bigint>> {
  const table = list(screen, 'Trial balance');
  if (!screen.phone) {
    const headers = await table.locator('thead th').allInnerTexts();
    const figures = await table.locator('tfoot th').allInnerTexts();
    return new Map(headers.slice(1).map((header, index) => [header, cents(figures[index + 1] ?? '')]));
  }
  const words = await textLines(table.getByRole('listitem').last());
  assert.equal(words[0], 'Total');
  const named = new Map([['Closing', cents(words[1] ?? '')]]);
  for (let index = 2; index + 1 < words.length; index += 2) {
    named.set(words[index] ?? '', cents(words[index + 1] ?? ''));
  }
  return named;
}

/** `−1,234.50 EUR` as -123450n. */
function cents(text: string): bigint {
  const match = /([−-]?)([\d,]+)\.(\d{2})(?!\d)/.exec(text);
  assert.ok(match, `an amount: ${text}`);
  const value = BigInt(`${match[2]}${match[3]}`.replaceAll(',', ''));
  return match[1] === '' ? value : -value;
}

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Download } from 'playwright-core';
import { choose, fieldError, heading, navigate, type Screen, textLines } from '../browser.testing.ts';

/** Net 3 × 1,234.50 + 2.5 × 140.00 = 4,053.50; 21 % of it is 851.235, half up 851.24. */
export const EUR_TOTALS = ['Net', '4,053.50 EUR', 'IVA 21 %', '851.24 EUR', 'Total', '4,904.74 EUR'];
const REST = '3,904.74';

/** A draft with two lines, in which wrong values are refused at their fields; then it is posted. */
export async function postInvoice(screen: Screen, contact: string, tax: string): Promise<string> {
  const { page, refusal } = screen;
  await newInvoice(screen, contact);
  await page.getByLabel('Reference').fill('Pedido nº 7');
  await page.getByLabel('Issue date').fill('2026-03-16');
  await page.getByLabel('Due date').fill('2026-03-01');
  await fillLine(screen, 1, 'Auditoría de carteras, año 2025 — Müller & Söhne', '3', '1,234.505');
  await choose(page.getByRole('group', { name: 'Line 1' }), 'Tax', '', new RegExp(`^${tax}`));
  await page.getByRole('button', { name: 'Add line' }).click();
  // A new line takes the tax of the one before it.
  await fillLine(screen, 2, '監査レポート 日本語版', '2.5', '140');
  const price = page.getByRole('group', { name: 'Line 1' }).getByLabel('Unit price');
  await refusal(422, async () => {
    await page.getByRole('button', { name: 'Save draft' }).click();
    await fieldError(page.getByLabel('Due date'), /due date|issue date/i);
  });
  await page.getByLabel('Due date').fill('2026-04-15');
  await price.fill('1,234.50');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await heading(page, 'Draft invoice').waitFor();

  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await heading(page, 'Edit invoice').waitFor();
  await page.getByLabel('Notes').fill('Gracias. ありがとうございます。');
  await page.getByRole('button', { name: 'Post' }).click();
  return postedNumber(screen);
}

/** Waits for a posted invoice's screen, and answers its number. */
async function postedNumber({ page }: Screen): Promise<string> {
  const title = page.getByRole('heading', { level: 1, name: /^Invoice \S+$/ });
  const [text = ''] = await textLines(title);
  return text.replace('Invoice ', '');
}

/** Label and amount of net, taxes, total and what is open, one after the other. */
export function totals({ page }: Screen): Promise<string[]> {
  return textLines(page.getByRole('group', { name: 'Totals' }));
}

/** The PDF is made after posting: its button waits, then downloads. */
export async function downloadPdf({ page }: Screen, number: string): Promise<void> {
  const link = page.getByRole('link', { name: 'Download PDF' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.equal(download.suggestedFilename(), `${number}.pdf`);
  const bytes = await bytesOf(download);
  assert.equal(bytes.subarray(0, 4).toString('latin1'), '%PDF');
  assert.ok(bytes.length > 5_000, `${bytes.length} bytes`);
}

/** Everything that was downloaded. */
export async function bytesOf(download: Download): Promise<Buffer> {
  assert.equal(await download.failure(), null);
  return readFile(await download.path());
}

/** A part is paid, more than is open is refused at the field, and the rest makes it paid. */
export async function payInParts({ page, refusal }: Screen): Promise<void> {
  const dialog = page.getByRole('dialog');
  const amount = dialog.getByLabel(/^Amount/);
  const open = async (date: string) => {
    await page.getByRole('button', { name: 'Record payment' }).click();
    await dialog.getByLabel('Date').fill(date);
  };
  const send = () => dialog.getByRole('button', { name: 'Record payment' }).click();

  await open('2026-03-20');
  await amount.fill('1,000.00');
  await send();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Partly paid', { exact: true }).waitFor();

  await open('2026-03-25');
  await refusal(422, async () => {
    await amount.fill('3,904.75');
    await send();
    await fieldError(amount, /open|3904\.74/i);
  });
  await amount.fill(REST);
  await send();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Paid', { exact: true }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Record payment' }).count(), 0);
}

/** An invoice in dollars takes the rate of its day; paid four days later, the difference is shown. */
export async function payDollarInvoice(screen: Screen, contact: string): Promise<void> {
  const { page } = screen;
  await newInvoice(screen, contact);
  await choose(page, 'Currency', 'USD', /^USD ·/);
  await page.getByLabel('Issue date').fill('2026-03-16');
  await fillLine(screen, 1, 'Data feed', '10', '100');
  await page.getByRole('button', { name: 'Post' }).click();
  await postedNumber(screen);
  // The European Central Bank's reference: 1 EUR = 1.1478 USD on 16 March, 1.1555 on 20 March 2026.
  await page.getByText('871.23', { exact: false }).first().waitFor();
  await page.getByRole('button', { name: 'Record payment' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Date').fill('2026-03-20');
  await dialog.getByRole('button', { name: 'Record payment' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Paid', { exact: true }).waitFor();
  await page.getByText('865.43', { exact: false }).first().waitFor();
  await page.getByText(/5\.80/).first().waitFor();
}

/** A posted invoice over 100 euros. */
export async function postHundred(screen: Screen, contact: string): Promise<void> {
  const { page } = screen;
  await newInvoice(screen, contact);
  await page.getByLabel('Issue date').fill('2026-03-16');
  await fillLine(screen, 1, 'Support', '1', '100');
  await page.getByRole('button', { name: 'Post' }).click();
  await postedNumber(screen);
}

async function newInvoice(screen: Screen, contact: string): Promise<void> {
  const { page } = screen;
  await navigate(screen, 'Invoices');
  await page.getByRole('link', { name: 'New invoice' }).first().click();
  await heading(page, 'New invoice').waitFor();
  const option = new RegExp(`^${contact.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  await choose(page, 'Contact', contact.slice(0, 5), option);
}

async function fillLine({ page }: Screen, number: number, text: string, quantity: string, price: string) {
  const line = page.getByRole('group', { name: `Line ${number}` });
  await line.getByLabel('Description').fill(text);
  await line.getByLabel('Quantity').fill(quantity);
  await line.getByLabel('Unit price').fill(price);
}

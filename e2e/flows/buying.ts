import { choose, fieldError, heading, navigate, type Screen, textLines } from '../browser.testing.ts';
import { totals } from './invoice.ts';

/** A supplier's bill is entered, its number is refused the second time, and it is paid. */
export async function payBill(screen: Screen, contact: RegExp): Promise<void> {
  const { page, refusal } = screen;
  const write = async () => {
    await navigate(screen, 'Bills');
    await page.getByRole('link', { name: 'New bill' }).first().click();
    await heading(page, 'New bill').waitFor();
    await choose(page, 'Contact', '', contact);
    await page.getByLabel('Their number').fill('F-2026/81');
    await page.getByLabel('Issue date').fill('2026-03-18');
    const line = page.getByRole('group', { name: 'Line 1' });
    await line.getByLabel('Description').fill('Office rent');
    await line.getByLabel('Unit price').fill('900');
    await page.getByRole('button', { name: 'Post' }).click();
  };
  await write();
  await heading(page, /^Bill BILL-2026-\d+$/).waitFor();
  await page.getByRole('button', { name: 'Record payment' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Date').fill('2026-03-20');
  await dialog.getByLabel('Paid from').waitFor();
  await dialog.getByRole('button', { name: 'Record payment' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Paid', { exact: true }).waitFor();
  await refusal(409, async () => {
    await write();
    await fieldError(page.getByLabel('Their number'), /already/);
  });
}

/** Half of a new invoice is credited, more than is left is refused; another invoice is voided. */
export async function creditInvoice(screen: Screen, invoice: () => Promise<void>): Promise<void> {
  const { page, refusal } = screen;
  await invoice();
  const number = (await textLines(page.getByRole('heading', { level: 1 })))[0] ?? '';
  await page.getByRole('link', { name: 'Credit', exact: true }).click();
  await heading(page, 'New credit note').waitFor();
  const price = page.getByRole('group', { name: 'Line 1' }).getByLabel('Unit price');
  await refusal(422, async () => {
    await price.fill('101');
    await page.getByRole('button', { name: 'Post' }).click();
    await page
      .getByRole('alert')
      .getByText(/left to be taken back/)
      .first()
      .waitFor();
  });
  await price.fill('50');
  await page.getByRole('button', { name: 'Post' }).click();
  await heading(page, /^Credit note CN-2026-\d+$/).waitFor();
  await page.getByText(number.replace('Invoice ', '')).first().waitFor();

  await invoice();
  await page.getByRole('button', { name: 'Void' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Date').fill('2026-03-31');
  await dialog.getByLabel('Reason').fill('Wrong buyer');
  await dialog.getByRole('button', { name: 'Void' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Void', { exact: true }).waitFor();
  await totals(screen);
  await page.goto(page.url().replace(/invoices.*/, 'nonsense'));
  await heading(page, 'Page not found').waitFor();
  await page.getByRole('link', { name: 'Go home' }).click();
  await heading(page, 'Invoices').waitFor();
}

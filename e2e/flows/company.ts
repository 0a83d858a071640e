import { choose, fieldError, heading, navigate, type Screen } from '../browser.testing.ts';

export const PASSWORD = 'correct horse battery';

/** A new user comes to the address, is asked for a longer password, and is in. */
export async function signUp({ page, refusal }: Screen, name: string, email: string): Promise<void> {
  await refusal(401, async () => {
    await page.goto('/');
    await heading(page, 'Sign in').waitFor();
  });
  await page.getByRole('link', { name: 'Sign up' }).click();
  await heading(page, 'Sign up').waitFor();
  const password = page.getByRole('textbox', { name: 'Password' });
  await refusal(400, async () => {
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('E-mail').fill(email);
    await password.fill('short');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await fieldError(password, /at least 10 characters/);
  });
  await password.fill(PASSWORD);
  await page.keyboard.press('Enter');
  await heading(page, 'New company').waitFor();
}

/** The first company: base currency, chart of accounts and time zone are chosen. */
export async function createCompany({ page, refusal }: Screen, name: string): Promise<void> {
  const field = page.getByLabel('Company name');
  await refusal(400, async () => {
    await page.getByRole('button', { name: 'Create company' }).click();
    await fieldError(field, /Fill this in/);
  });
  await field.fill(name);
  await choose(page, 'Country', 'Spain', /^Spain$/);
  await choose(page, 'Time zone', 'Europe/Madrid', /^Europe\/Madrid$/);
  await choose(page, 'Base currency', 'EUR', /^EUR ·/);
  await page.getByLabel('Chart of accounts').selectOption({ label: 'IFRS (generic)' });
  await page.getByRole('button', { name: 'Create company' }).click();
  await heading(page, 'Invoices').waitFor();
  await page.getByText('No invoices yet').waitFor();
}

/** A contact, after an e-mail address that is none was refused. */
export async function createContact(screen: Screen, name: string): Promise<void> {
  const { page, refusal } = screen;
  await navigate(screen, 'Contacts');
  await page.getByRole('link', { name: 'New contact' }).first().click();
  await heading(page, 'New contact').waitFor();
  await page.getByLabel('Name', { exact: true }).fill(name);
  const email = page.getByLabel('E-mail');
  await refusal(400, async () => {
    await email.fill('nobody');
    await page.getByRole('button', { name: 'Create contact' }).click();
    await fieldError(email, /complete e-mail address/);
  });
  await email.fill('compras@example.com');
  await page.getByLabel('Address').fill('Calle Mayor 1\n28013 Madrid');
  await page.getByRole('button', { name: 'Create contact' }).click();
  await page.getByRole('link', { name, exact: true }).waitFor();
}

/** A tax code of 21 %. */
export async function createTax(screen: Screen, code: string): Promise<void> {
  const { page } = screen;
  await navigate(screen, 'Taxes and terms');
  await page.getByRole('button', { name: 'New tax' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Code').fill(code);
  await dialog.getByLabel('Name').fill('IVA 21 %');
  await dialog.getByLabel('Rate').fill('21');
  await choose(dialog, 'Posted to', 'output tax', /Output tax payable/);
  await dialog.getByRole('button', { name: 'Create tax' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText(code).first().waitFor();
}

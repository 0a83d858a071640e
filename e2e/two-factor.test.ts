import { test } from 'node:test';
import { fieldError, heading, openScreen, PHONE_DARK, signOut, textLines } from './browser.testing.ts';
import { createCompany, PASSWORD, signUp } from './flows/company.ts';
import { stageFor } from './stage.testing.ts';
import { totp } from './totp.testing.ts';

const EMAIL = 'alba@example.com';

const stage = stageFor();

test('a second factor is turned on, asked for at sign-in, and a wrong code is refused', async () => {
  const screen = await openScreen(stage.browser, PHONE_DARK, stage.system.address);
  const { page, step, refusal } = screen;
  let key = '';
  await step('sign up', () => signUp(screen, 'Alba Martín', EMAIL));
  await step('company', () => createCompany(screen, 'Aurora'));

  await step('turn on', async () => {
    await page.getByRole('button', { name: /^Account: / }).click();
    await page.getByRole('menuitem', { name: 'My account' }).click();
    await heading(page, 'My account').waitFor();
    await page.getByRole('button', { name: 'Turn on' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    const code = dialog.getByLabel('Code from the app');
    await code.waitFor();
    key = (await textLines(dialog.locator('pre').first())).join('');
    await code.fill(totp(key));
    await dialog.getByRole('button', { name: 'Turn on' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText(/^On: signing in asks for a code/).waitFor();
  });

  await step('sign in with password and code', async () => {
    await signOut(screen);
    await page.getByLabel('E-mail').fill(EMAIL);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading(page, 'Second factor').waitFor();
    const code = page.getByLabel('Code');
    await refusal(400, async () => {
      await code.fill('12');
      await page.getByRole('button', { name: 'Continue' }).click();
      await fieldError(code, /./);
    });
    const wrong = totp(key, 0);
    await refusal(400, async () => {
      await code.fill(wrong);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('alert').waitFor();
    });
    await code.fill(totp(key));
    await page.getByRole('button', { name: 'Continue' }).click();
    await heading(page, 'Invoices').waitFor();
  });
  await screen.close();
});

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { DEMO } from '../apps/server/src/demo.ts';
import {
  DESKTOP_LIGHT,
  type Device,
  heading,
  list,
  navigate,
  openBrowser,
  openScreen,
  PHONE_DARK,
  type Screen,
} from '../e2e/browser.testing.ts';
import { freshSystem, ROOT } from '../e2e/system.testing.ts';

/**
 * Takes the pictures of the README from a demo company that is made for them and thrown away:
 * `npm run screenshots`, with the web page built.
 */

const IMAGES = join(ROOT, 'docs', 'images');

async function signedIn(browser: Browser, device: Device, address: string): Promise<Screen> {
  const screen = await openScreen(browser, device, address);
  const { page } = screen;
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(DEMO.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(DEMO.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await heading(page, 'Invoices').waitFor();
  await list(screen, 'Invoices').waitFor();
  return screen;
}

async function picture({ page }: Screen, name: string): Promise<void> {
  await page.evaluate('document.activeElement?.blur()');
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled' });
  console.log(join('docs', 'images', `${name}.png`));
}

async function desk(screen: Screen): Promise<void> {
  const { page } = screen;
  await picture(screen, 'invoices');
  const paid = list(screen, 'Invoices').getByRole('row').filter({ hasText: 'Müller & Söhne KG' }).last();
  await paid.getByRole('link').first().click();
  await page.getByRole('link', { name: 'Download PDF' }).waitFor();
  await list(screen, 'Payments').waitFor();
  await picture(screen, 'invoice');
  await navigate(screen, 'Balance sheet');
  await page.getByLabel('As of the end of').fill('2026-03-31');
  await list(screen, 'Balance sheet').waitFor();
  await picture(screen, 'balance-sheet');
}

await mkdir(IMAGES, { recursive: true });
const browser = await openBrowser();
const system = await freshSystem({ demo: true });
try {
  const wide = await signedIn(browser, DESKTOP_LIGHT, system.address);
  await desk(wide);
  await wide.close();
  const phone = await signedIn(browser, PHONE_DARK, system.address);
  await picture(phone, 'invoices-phone');
  await phone.close();
} finally {
  await browser.close();
  await system.end();
}

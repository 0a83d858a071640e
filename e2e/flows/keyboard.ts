import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { heading, type Screen } from '../browser.testing.ts';
import { PASSWORD } from './company.ts';

/** No screen has more stops than this before what is looked for. */
const MOST_STOPS = 60;

/** Signs in with the keyboard alone. */
export async function signInByKeyboard({ page }: Screen, email: string): Promise<void> {
  await tabTo(page.getByLabel('E-mail'));
  await page.keyboard.type(email);
  await tabTo(page.getByRole('textbox', { name: 'Password' }));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await heading(page, 'Invoices').waitFor();
}

/** Opens the contacts and makes one with the keyboard alone. */
export async function createContactByKeyboard({ page, phone }: Screen, name: string): Promise<void> {
  if (phone) await press(page.getByRole('button', { name: 'Open navigation' }));
  await press(page.getByRole('navigation').getByRole('link', { name: 'Contacts', exact: true }));
  await heading(page, 'Contacts').waitFor();
  await press(page.getByRole('link', { name: 'New contact' }).first());
  await heading(page, 'New contact').waitFor();
  await tabTo(page.getByLabel('Name', { exact: true }));
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await heading(page, 'Contacts').waitFor();
  await page.getByRole('link', { name, exact: true }).waitFor();
}

async function press(target: Locator): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press('Enter');
}

/** Presses Tab until the target has the focus. */
async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  await target.waitFor();
  const focused = target.and(page.locator(':focus'));
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if ((await focused.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${target} is not among the first ${MOST_STOPS} stops of the keyboard`);
}

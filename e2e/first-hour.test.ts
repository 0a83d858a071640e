import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUNDLED_RATES } from '../apps/server/src/features/prices/import-ecb.ts';
import { DESKTOP_LIGHT, type Device, openScreen, PHONE_DARK, signOut } from './browser.testing.ts';
import { creditInvoice, payBill } from './flows/buying.ts';
import { createCompany, createContact, createTax, signUp } from './flows/company.ts';
import { postEntry } from './flows/entry.ts';
import {
  downloadPdf,
  EUR_TOTALS,
  payDollarInvoice,
  payInParts,
  postHundred,
  postInvoice,
  totals,
} from './flows/invoice.ts';
import { createContactByKeyboard, signInByKeyboard } from './flows/keyboard.ts';
import { balanceSheet, downloadCsv, drillDown, trialBalance } from './flows/reports.ts';
import { stageFor } from './stage.testing.ts';
import { run, runErp } from './system.testing.ts';

const CONTACT = 'Kyōto Señal 株式会社';

const stage = stageFor();

test('a command works beside the running system: the rates are imported', async () => {
  const args = ['run', '-s', 'erp', '--', 'prices', 'import', 'ecb', BUNDLED_RATES];
  const { code, output } = await run('npm', args, { DATA_FOLDER: stage.system.dataFolder });
  assert.equal(code, 0, output);
  assert.match(output, /\d+ days, \d+ currencies, \d+ rates/);
});

test('the first hour at a desk, in the light', () => firstHour(DESKTOP_LIGHT, 'desk@example.com'));

test('the first hour on a phone, in the dark', () => firstHour(PHONE_DARK, 'phone@example.com'));

test('afterwards every invariant of the books holds', async () => {
  const { code, output } = await runErp(stage.system.dataFolder, ['verify']);
  assert.equal(code, 0, output);
  assert.equal(output.match(/^company /gm)?.length, 2, output);
});

async function firstHour(device: Device, email: string): Promise<void> {
  const screen = await openScreen(stage.browser, device, stage.system.address);
  const { page, step } = screen;
  let number = '';
  await step('sign up', () => signUp(screen, 'Alba Martín', email));
  await step('company', () => createCompany(screen, 'Aurora Ñandú S.L.'));
  await step('contact', () => createContact(screen, CONTACT));
  await step('tax', () => createTax(screen, 'T21'));
  await step('invoice', async () => {
    number = await postInvoice(screen, CONTACT, 'T21');
    assert.deepEqual((await totals(screen)).slice(0, EUR_TOTALS.length), EUR_TOTALS);
  });
  await step('PDF', () => downloadPdf(screen, number));
  await step('payments', () => payInParts(screen));
  await step('invoice in dollars', () => payDollarInvoice(screen, CONTACT));
  await step('bill', () => payBill(screen, /^Kyōto/));
  await step('credit note', () => creditInvoice(screen, () => postHundred(screen, CONTACT)));
  await step('manual entry', () => postEntry(screen));
  await step('trial balance', () => trialBalance(screen));
  await step('drill-down', () => drillDown(screen, /1210 Trade receivables/, number));
  await step('balance sheet', () => balanceSheet(screen));
  await step('CSV', () => downloadCsv(screen));
  await step('sign out', () => signOut(screen));
  await step('sign in by keyboard', () => signInByKeyboard(screen, email));
  await step('contact by keyboard', () => createContactByKeyboard(screen, '株式会社 Tab'));
  await step('sign out', async () => {
    const inside = page.url();
    await signOut(screen);
    await screen.refusal(401, async () => {
      await page.goto(inside);
      await page.waitForURL(/\/sign-in\?redirect=/);
    });
  });
  await screen.close();
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO } from '../apps/server/src/demo.ts';
import {
  DESKTOP_LIGHT,
  heading,
  list,
  navigate,
  openScreen,
  type Screen,
  textLines,
} from './browser.testing.ts';
import { PASSWORD } from './flows/company.ts';
import { stageFor } from './stage.testing.ts';

const AUDITOR = 'auditor@example.com';

const stage = stageFor({ demo: true });

test('an invited auditor joins, reads everything, and is not offered to change anything', async () => {
  const owner = await openScreen(stage.browser, DESKTOP_LIGHT, stage.system.address);
  const auditor = await openScreen(stage.browser, DESKTOP_LIGHT, stage.system.address);
  let link = '';
  await owner.step('invite', async () => {
    link = await invite(owner);
  });
  await auditor.step('join', () => join(auditor, link));
  await auditor.step('read only', () => readOnly(auditor));
  await auditor.step('refused by the server', () => refusedByServer(auditor));
  await owner.step('member', async () => {
    await owner.page.keyboard.press('Escape');
    await owner.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await owner.page.reload();
    await list(owner, 'Members').getByText(AUDITOR).waitFor();
  });
  await auditor.close();
  await owner.close();
});

/** The demo's owner invites the auditor. Answers the link to pass on. */
async function invite(screen: Screen): Promise<string> {
  const { page, refusal } = screen;
  await refusal(401, async () => {
    await page.goto('/');
    await heading(page, 'Sign in').waitFor();
  });
  await page.getByLabel('E-mail').fill(DEMO.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(DEMO.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await heading(page, 'Invoices').waitFor();
  await navigate(screen, 'Members');
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(AUDITOR);
  await dialog.getByLabel('Role').selectOption('auditor');
  await dialog.getByRole('button', { name: 'Create invitation' }).click();
  const link = (await textLines(dialog.locator('pre'))).join('');
  assert.ok(link.startsWith(`${stage.system.address}/invitations/accept?token=`), link);
  return link;
}

/** The link leads through sign-up into the company. */
async function join({ page, refusal }: Screen, link: string): Promise<void> {
  await refusal(401, async () => {
    await page.goto(link);
    await heading(page, 'Sign in').waitFor();
  });
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Your name').fill('Ada Auditor');
  await page.getByLabel('E-mail').fill(AUDITOR);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await heading(page, 'Invitation').waitFor();
  await page.getByRole('button', { name: 'Join the company' }).click();
  await heading(page, 'Invoices').waitFor();
}

async function readOnly(screen: Screen): Promise<void> {
  const { page } = screen;
  const invoices = list(screen, 'Invoices');
  await invoices.getByText('Müller & Söhne KG').first().waitFor();
  await nothingOffered(screen, 'link', 'New invoice');
  await invoices.getByRole('link', { name: 'Draft' }).click();
  await heading(page, 'Draft invoice').waitFor();
  for (const name of ['Post', 'Delete']) await nothingOffered(screen, 'button', name);
  await nothingOffered(screen, 'link', 'Edit');
  await navigate(screen, 'Entries');
  await list(screen, 'Entries').waitFor();
  await nothingOffered(screen, 'link', 'New entry');
  await navigate(screen, 'Trial balance');
  await page.getByLabel('From', { exact: true }).fill('2026-01-01');
  await page.getByLabel('To', { exact: true }).fill('2026-12-31');
  await list(screen, 'Trial balance').waitFor();
}

async function nothingOffered({ page }: Screen, role: 'link' | 'button', name: string): Promise<void> {
  assert.equal(await page.getByRole(role, { name, exact: true }).count(), 0, `${name} is offered`);
}

/** Who writes past the screens is refused, too. */
async function refusedByServer({ page }: Screen): Promise<void> {
  const company = /\/companies\/([^/]+)/.exec(page.url())?.[1];
  const answer = await page.request.post(`/v1/companies/${company}/entries`, {
    headers: { origin: stage.system.address, 'idempotency-key': 'auditor-1' },
    data: { status: 'draft', date: '2026-03-01', description: '', lines: [] },
  });
  assert.equal(answer.status(), 403, await answer.text());
}

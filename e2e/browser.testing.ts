import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { findChromium } from '../scripts/chromium.ts';

/** What a user may have to wait for on a busy machine. */
const STEP_MS = 15_000;

export const DESKTOP_LIGHT = { width: 1440, height: 900, colorScheme: 'light' } as const;
export const PHONE_DARK = { width: 375, height: 812, colorScheme: 'dark' } as const;

export type Device = typeof DESKTOP_LIGHT | typeof PHONE_DARK;

/** One browser window of one user. */
export interface Screen {
  page: Page;
  phone: boolean;
  /** Runs a part of a test; afterwards nothing may stand beyond the right edge. A failure leaves a picture. */
  step(name: string, work: () => Promise<void>): Promise<void>;
  /** Runs what the server is to refuse with this status; any other refusal in the test is a complaint. */
  refusal(status: number, work: () => Promise<void>): Promise<void>;
  /** Asserts that nothing went wrong behind the page's back, and closes the window. */
  close(): Promise<void>;
}

/** Chromium without a word to anybody but the system under test. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  assert.ok(executablePath, 'Install Chromium, or set CHROMIUM to its path.');
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  return chromium.launch({ executablePath, args });
}

/** Opens a window on `device`, with cookies of its own, at the system's address. */
export async function openScreen(browser: Browser, device: Device, address: string): Promise<Screen> {
  const { width, height, colorScheme } = device;
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height },
    colorScheme,
    locale: 'en-GB',
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
    hasTouch: width < 768,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_MS);
  const watch = watchPage(page, address);
  return {
    page,
    phone: width < 768,
    refusal: watch.refusal,
    async step(name, work) {
      try {
        await work();
        await noOverflow(page);
      } catch (error) {
        console.error(`"${name}" failed; the screen: ${await picture(page, name)}`);
        throw error;
      }
    },
    async close() {
      await context.close();
      assert.deepEqual(watch.complaints, []);
    },
  };
}

/** Asserts that the page needs no scrolling to the side. */
export async function noOverflow(page: Page): Promise<void> {
  const beyond = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  assert.ok(beyond <= 0, `${page.url()} is ${beyond} px wider than the screen`);
}

/** Waits until the field is marked as wrong, and asserts what stands beside it. */
export async function fieldError(field: Locator, message: RegExp): Promise<void> {
  const page = field.page();
  const marked = field.and(page.locator('[aria-invalid="true"]'));
  await marked.waitFor();
  const ids = ((await marked.getAttribute('aria-describedby')) ?? '').split(' ').filter((id) => id !== '');
  const texts = await Promise.all(ids.map((id) => textLines(page.locator(`[id="${id}"]`))));
  assert.match(texts.flat().join(' '), message);
}

/** What a person reads there, one line each. */
export async function textLines(place: Locator): Promise<string[]> {
  await place.first().waitFor();
  const lines = (await place.allInnerTexts()).flatMap((text) => text.split(/[\n\t]/));
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

/** Takes an option of a select, typing first what it is searched by. */
export async function choose(
  within: Page | Locator,
  label: string,
  typed: string,
  option: RegExp,
): Promise<void> {
  const field = within.getByRole('combobox', { name: label, exact: true });
  await field.click();
  if (typed !== '') await field.fill(typed);
  await field.page().getByRole('listbox').getByRole('option', { name: option }).click();
}

/** Opens a screen by its name in the navigation. */
export async function navigate({ page }: Screen, name: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Open navigation' });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  await heading(page, name).waitFor();
}

/** The screen's title. */
export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name, exact: true });
}

/** A list of the screen: rows of a table, or cards on a phone. */
export function list({ page, phone }: Screen, name: string): Locator {
  return page.getByRole(phone ? 'list' : 'table', { name, exact: true });
}

/** Signs the user out by the menu. */
export async function signOut({ page }: Screen): Promise<void> {
  await page.getByRole('button', { name: /^Account: / }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading(page, 'Sign in').waitFor();
}

function watchPage(page: Page, address: string) {
  const complaints: string[] = [];
  let expected: number | undefined;
  let refusals = 0;
  page.on('pageerror', (error) => complaints.push(`page error: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    // Chromium's own line about a response, which is judged below by its status.
    const aboutResponse = message.text().startsWith('Failed to load resource: the server responded');
    if (message.type() === 'error' && !aboutResponse) complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    const inside = protocol === 'data:' || protocol === 'blob:' || origin === address;
    if (!inside) complaints.push(`another origin: ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // Leaving a screen gives up its requests, and a download leaves the page.
    if (why !== 'net::ERR_ABORTED') complaints.push(`${why}: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() < 400) return;
    if (response.status() === expected) refusals += 1;
    else complaints.push(`${response.status()}: ${response.request().method()} ${response.url()}`);
  });
  const refusal = async (status: number, work: () => Promise<void>) => {
    expected = status;
    refusals = 0;
    await work();
    expected = undefined;
    assert.ok(refusals > 0, `the server answers ${status}; ${complaints.at(-1)}`);
  };
  return { complaints, refusal };
}

async function picture(page: Page, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'crypto-erp-screen-'));
  const path = join(folder, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}

import assert from 'node:assert/strict';
import { choose, heading, navigate, type Screen, textLines } from '../browser.testing.ts';

/** A manual entry that does not balance is refused with the difference; balanced, it is posted. */
export async function postEntry(screen: Screen): Promise<void> {
  const { page, refusal } = screen;
  await navigate(screen, 'Entries');
  await page.getByRole('link', { name: 'New entry' }).first().click();
  await heading(page, 'New entry').waitFor();
  await page.getByLabel('Date').fill('2026-03-17');
  const [debit, credit] = [1, 2].map((number) => page.getByRole('group', { name: `Line ${number}` }));
  if (debit === undefined || credit === undefined) throw new Error('a new entry has two lines');
  await choose(debit, 'Account', 'bank', /^1110 /);
  await debit.getByLabel('Quantity').fill('12.50');
  await choose(credit, 'Account', 'retained', /^3300 /);
  await credit.getByLabel('Quantity').fill('12.05');
  const post = page.getByRole('button', { name: 'Post' });
  await refusal(422, async () => {
    await post.click();
    const said = await textLines(page.getByRole('alert'));
    assert.match(said.join(' '), /Debits exceed credits by 0\.45 EUR/);
  });
  const sums = await textLines(page.getByRole('group', { name: 'Balance' }));
  assert.deepEqual(sums, ['Debit', '12.50 EUR', 'Credit', '12.05 EUR', 'Difference', '0.45 EUR']);
  await credit.getByLabel('Quantity').fill('12.50');
  await page.getByText('Balanced', { exact: true }).waitFor();
  await post.click();
  await page.getByRole('heading', { level: 1, name: /^Entry \S+$/ }).waitFor();
  await page.getByText('Posted', { exact: true }).first().waitFor();
}

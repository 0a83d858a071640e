import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { TABLES } from '../features/archives/tables.ts';
import { verifyCompany } from '../features/verify/checks.ts';
import { type TestApi, testApi } from '../testing/api.ts';
import { archiveFolder, lastingRows } from '../testing/archives.ts';
import { refused } from '../testing/books.ts';
import { fullCompany } from '../testing/full-company.ts';
import { companiesCommand } from './companies.ts';

let api: TestApi;
let folder: Awaited<ReturnType<typeof archiveFolder>>;
before(async () => {
  api = await testApi();
  folder = await archiveFolder();
});
after(async () => {
  await api?.close();
  await folder?.remove();
});

async function run(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  const work = companiesCommand(args);
  assert.ok(work, args.join(' '));
  await work({ db: api.db, log: (line) => lines.push(line) });
  return lines;
}

async function broken(companyId: string): Promise<string[]> {
  const results = await api.db.inCompany(companyId, (trx) => verifyCompany(trx, companyId));
  return results.filter(({ held }) => !held).map(({ name }) => name);
}

test('a company is exported to a new file, and imported with another name and its owner', async () => {
  const user = await api.signUp();
  const company = await fullCompany(api, user);
  const file = folder.file('archive');
  const [told] = await run('export', company.id, '--to', file);
  assert.match(String(told), /: \d+ rows, \d+ entries and 2 documents in /);
  assert.equal((await stat(file)).mode & 0o777, 0o600);

  const bytes = await readFile(file);
  await assert.rejects(run('export', company.id, '--to', file), refused('invalid_input'));
  assert.deepEqual(await readFile(file), bytes);

  const [made] = await run('import', file, '--name', 'Copy', '--owner', user.email.toUpperCase());
  const id = /^Copy is company (\S+): \d+ entries/.exec(String(made))?.[1];
  assert.ok(id, made);
  const { status, body } = await user.get<{ name: string }>(`/v1/companies/${id}`);
  assert.deepEqual([status, body.name], [200, 'Copy']);
  assert.deepEqual(await broken(id), await broken(company.id));
  const copy = folder.file('copy');
  await run('export', id, '--to', copy);
  const [original, again] = [await lastingRows(file), await lastingRows(copy)];
  assert.deepEqual({ ...again, companies: [] }, { ...original, companies: [] });
  // Each table that is imported has a row, so that none is imported in words alone.
  const imported = TABLES.filter(({ treatment }) => treatment !== 'history').map(({ name }) => name);
  assert.deepEqual(Object.keys(again).sort(), imported.sort());
  const [started] = await api.asOwner<{ count: number }>(
    `SELECT (SELECT count(*) FROM erp.recurring WHERE company_id = $1 AND NOT paused)
       + (SELECT count(*) FROM erp.reminder_steps WHERE company_id = $1 AND active)
       + (SELECT count(*) FROM erp.mails WHERE company_id = $1 AND state = 'queued') AS count`,
    [id],
  );
  assert.equal(Number(started?.count), 0, 'The new company does nothing on its own.');
  const jobs = await api.asOwner('SELECT FROM erp.outbox WHERE company_id = $1', [id]);
  assert.equal(jobs.length, 0, 'The PDF came with the archive.');
});

test('an export that fails leaves no file', async () => {
  const file = folder.file('none');
  await assert.rejects(
    run('export', '00000000-0000-7000-8000-000000000000', '--to', file),
    refused('not_found'),
  );
  await assert.rejects(stat(file), { code: 'ENOENT' });
});

test('other arguments are not understood', () => {
  for (const args of [
    [],
    ['export'],
    ['export', 'x'],
    ['export', 'x', '--to'],
    ['export', 'x', '--to', 'y', '--to', 'z'],
    ['export', 'x', '--name', 'y'],
    ['import', 'x', '--to', 'y'],
    ['import', 'x', 'y'],
    ['remove', 'x'],
  ]) {
    assert.equal(companiesCommand(args), null, args.join(' '));
  }
});

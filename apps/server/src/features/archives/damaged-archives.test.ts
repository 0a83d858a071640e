import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ErrorCode } from '@crypto-erp/contract/problem';
import { sql } from 'kysely';
import { archiveFolder, exportTo, lastingRows, rewriteArchive } from '../../testing/archives.ts';
import { refused } from '../../testing/books.ts';
import { verifyCompany } from '../verify/checks.ts';
import { smallCompany } from '../verify/fixture.testing.ts';
import type { Manifest, Row } from './format.ts';
import { importCompany } from './import.ts';

let books: Awaited<ReturnType<typeof smallCompany>>;
let folder: Awaited<ReturnType<typeof archiveFolder>>;
let whole: string;
before(async () => {
  books = await smallCompany();
  folder = await archiveFolder();
  whole = folder.file('whole');
  await exportTo(books.db, books.companyId, whole);
});
after(async () => {
  await books?.close();
  await folder?.remove();
});

test('approvals, a closed year and locks are imported as they were', async () => {
  const { companyId } = await importCompany(books.db, { file: whole });
  const results = await books.db.inCompany(companyId, (trx) => verifyCompany(trx, companyId));
  assert.deepEqual(
    results.filter(({ held }) => !held),
    [],
  );
  await exportTo(books.db, companyId, folder.file('copy'));
  const [original, copy] = [await lastingRows(whole), await lastingRows(folder.file('copy'))];
  assert.deepEqual(copy, original);
  assert.equal(copy.approvals?.[0]?.status, 'approved');
});

test('an archive of an older version lacks columns, which get their defaults', async () => {
  const file = folder.file('older');
  await rewriteArchive(whole, file, ([manifest = '', ...rows]) => [
    JSON.stringify({ ...(JSON.parse(manifest) as Manifest), migrations: ['0001_control.sql'] }),
    ...rows.map((text) => {
      const line = JSON.parse(text) as { table: string; row: Row };
      const { write_off_limit: _, cash_flow: __, dimension_value_ids: ___, ...row } = line.row;
      return JSON.stringify({ ...line, row });
    }),
  ]);
  const { companyId } = await importCompany(books.db, { file });
  const { rows } = await books.db.inCompany(companyId, (trx) =>
    sql<{
      limit: string;
    }>`SELECT write_off_limit AS limit FROM erp.companies WHERE company_id = ${companyId}`.execute(trx),
  );
  assert.deepEqual(rows, [{ limit: '0' }]);
});

/** How many companies the directory knows, and rows of books there are. */
async function contents(): Promise<unknown> {
  const { rows } = await books.db.pool.query('SELECT count(*) FROM control.companies');
  return rows;
}

async function refuses(file: string, code: ErrorCode, message: RegExp): Promise<void> {
  const before = await contents();
  await assert.rejects(importCompany(books.db, { file }), (error: Error) => {
    assert.match(error.message, message);
    return refused(code)(error);
  });
  assert.deepEqual(await contents(), before);
}

describe('nothing is left of an import of', () => {
  test('a file that is not there', () => refuses(folder.file('nothing'), 'archive_unreadable', /ENOENT/));

  test('a file that is something else', async () => {
    await writeFile(folder.file('text'), '{"format":"crypto-erp-archive"}\n');
    await refuses(folder.file('text'), 'archive_damaged', /not as it was written/);
  });

  test('an archive that lacks its end', async () => {
    const bytes = await readFile(whole);
    for (const length of [bytes.length - 1, bytes.length - 9, Math.floor(bytes.length / 2)]) {
      await writeFile(folder.file('short'), bytes.subarray(0, length));
      await refuses(folder.file('short'), 'archive_damaged', /ends before/);
    }
  });

  test('an archive of which a text was changed, or a line is missing', async () => {
    const text = gunzipSync(await readFile(whole)).toString();
    assert.ok(text.includes('Ann Buyer'));
    const lines = text.split('\n');
    for (const wrong of [
      text.replace('Ann Buyer', 'Ann Bayer'),
      lines.filter((line) => !line.includes('"audit_log"') || line.includes('contact')).join('\n'),
      `${text}${lines[1]}\n`,
      lines.slice(0, -2).join('\n'),
    ]) {
      await writeFile(folder.file('changed'), gzipSync(wrong));
      await refuses(folder.file('changed'), 'archive_damaged', /./);
    }
  });

  const rewritten = (what: string, change: (lines: string[]) => string[], code: ErrorCode, message: RegExp) =>
    test(what, async () => {
      const file = folder.file('rewritten');
      await rewriteArchive(whole, file, change);
      await refuses(file, code, message);
    });
  const manifest = (change: (manifest: Manifest) => object) => (lines: string[]) => [
    JSON.stringify(change(JSON.parse(lines[0] ?? '') as Manifest)),
    ...lines.slice(1),
  ];
  const rows = (change: (table: string, row: Row) => Row | null) => (lines: string[]) =>
    lines.flatMap((line, i) => {
      const { table, row } = JSON.parse(line) as { table: string; row: Row };
      if (i === 0) return [line];
      const changed = change(table, row);
      return changed === null ? [] : [JSON.stringify({ table, row: changed })];
    });

  rewritten(
    'something of no archive',
    manifest(({ format: _, ...rest }) => rest),
    'archive_unreadable',
    /no archive/,
  );
  rewritten(
    'another version',
    manifest((one) => ({ ...one, version: 2 })),
    'archive_version',
    /version 2/,
  );
  rewritten(
    'a newer database',
    manifest((one) => ({ ...one, migrations: [...one.migrations, '9999_later.sql'] })),
    'archive_newer',
    /9999_later/,
  );
  rewritten(
    'an asset with other decimals',
    manifest((one) => ({ ...one, assets: [{ code: 'USD', name: 'Dollar', kind: 'fiat', decimals: 3 }] })),
    'archive_refused',
    /USD/,
  );
  rewritten(
    'an unknown table',
    (lines) => [...lines, '{"table":"users","row":{}}'],
    'archive_unreadable',
    /users/,
  );
  rewritten(
    'books that lack an entry',
    rows((_, row) => (row.id === books.manual || row.entry_id === books.manual ? null : row)),
    'archive_refused',
    /another number/,
  );
  rewritten(
    'books that do not balance',
    rows((table, row) =>
      table === 'entry_lines' && row.entry_id === books.manual && row.position === 1
        ? { ...row, quantity: '10001', base_amount: '10001' }
        : row,
    ),
    'archive_refused',
    /differ by 1 /,
  );
  rewritten(
    'a payment of more than is owed',
    rows((table, row) => (table === 'settlement_parts' ? { ...row, amount: '9999999' } : row)),
    'archive_refused',
    /refuses/,
  );
});

test('an owner must be a user', () =>
  assert.rejects(
    importCompany(books.db, { file: whole, owner: 'nobody@example.com' }),
    refused('not_found'),
  ));

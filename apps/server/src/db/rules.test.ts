import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type TestApi, testApi } from '../testing/api.ts';
import { fullCompany } from '../testing/full-company.ts';
import { newId } from './id.ts';

let api: TestApi;
let owner: pg.Client;
let company: Awaited<ReturnType<typeof fullCompany>>;

before(async () => {
  api = await testApi();
  company = await fullCompany(api, await api.signUp());
  owner = new pg.Client({ connectionString: api.ownerUrl });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await api.close();
});

/** Runs statements as the owner, whom neither rights nor row-level security stop; nothing is kept. */
async function tried(work: () => Promise<unknown>): Promise<void> {
  await owner.query('BEGIN');
  try {
    await work();
  } finally {
    await owner.query('ROLLBACK');
  }
}

const refuses = (code: string, text: string, values: unknown[] = []) =>
  assert.rejects(
    tried(() => owner.query(text, values)),
    { code },
    text,
  );

const accepts = (text: string, values: unknown[] = []) =>
  tried(async () => assert.ok(((await owner.query(text, values)).rowCount ?? 0) > 0, `${text}: no row`));

interface LineTry {
  quantity?: string;
  amount: string;
  date?: string;
  entryId?: string;
}

const DATE = '2026-05-05';

/** Inserts an entry, dated `date`, with these lines in one statement. */
async function insertEntry(lines: LineTry[], date = DATE, mayPostInSoft = false): Promise<void> {
  const id = newId();
  await owner.query(
    `INSERT INTO erp.entries (company_id, id, sequence, series, fiscal_year, serial, number, date, description, source,
       actor_kind, previous_hash, hash, may_post_in_soft)
     VALUES ($1, $2, 900, 'JE', 2026, 900, 'JE-2026-00900', $3, '', 'manual', 'system', '', '', $4)`,
    [company.id, id, date, mayPostInSoft],
  );
  const rows = lines.map((line, position) => ({
    company_id: company.id,
    entry_id: line.entryId ?? id,
    position: position + 10,
    date: line.date ?? date,
    account_id: company.account('bank'),
    asset: 'EUR',
    quantity: line.quantity ?? line.amount,
    base_amount: line.amount,
    description: '',
  }));
  await owner.query(
    'INSERT INTO erp.entry_lines SELECT * FROM jsonb_populate_recordset(NULL::erp.entry_lines, $1)',
    [JSON.stringify(rows)],
  );
}

const refusesEntry = (code: string, lines: LineTry[], date?: string) =>
  assert.rejects(
    tried(() => insertEntry(lines, date)),
    { code },
  );

for (const table of ['entries', 'entry_lines', 'audit_log', 'document_pdfs']) {
  test(`${table}: nothing is changed, deleted or emptied, not even by the owner`, async () => {
    await accepts(`SELECT FROM erp.${table}`);
    await refuses('CE001', `UPDATE erp.${table} SET company_id = company_id`);
    await refuses('CE001', `DELETE FROM erp.${table}`);
    await refuses('CE001', `TRUNCATE erp.${table} CASCADE`);
  });
}

test('a posted invoice keeps everything but its state', async () => {
  const posted = 'WHERE id = $1';
  const { id } = company.invoice;
  for (const change of [
    "notes = 'other'",
    "reference = 'other'",
    "issue_date = '2026-03-02'",
    'due_date = due_date + 1',
    'net = net + 1, total = total + 1',
    'base_total = base_total + 1',
    "number = 'INV-2026-00099'",
    'serial = 99',
    'contact_id = gen_random_uuid()',
    "contact_name = 'other'",
    "contact_address = 'other'",
    "contact_country = 'FR'",
    "contact_tax_number = 'other'",
    "company_name = 'other'",
    "company_country = 'FR'",
    "posted_at = posted_at + interval '1 second'",
    "kind = 'debit-note'",
    "external_number = 'other'",
    "company_address = 'other'",
    "company_tax_number = 'other'",
    "status = 'draft', number = NULL, entry_id = NULL, posted_at = NULL, settled_amount = 0, settled_base = 0",
  ]) {
    await refuses('CE001', `UPDATE erp.documents SET ${change} ${posted}`, [id]);
  }
  await refuses('CE001', `DELETE FROM erp.documents ${posted}`, [id]);
  await refuses('CE001', 'TRUNCATE erp.documents CASCADE');
  await accepts(`UPDATE erp.documents SET version = version + 1 ${posted}`, [id]);
  await accepts(`UPDATE erp.documents SET notes = 'other' ${posted}`, [company.draftInvoice.id]);
  await accepts(`DELETE FROM erp.documents ${posted}`, [company.draftInvoice.id]);
});

for (const table of ['document_lines', 'document_taxes']) {
  test(`${table}: those of a posted invoice stay, those of a draft change`, async () => {
    const of = 'WHERE document_id = $1';
    const { id } = company.invoice;
    await refuses('CE001', `UPDATE erp.${table} SET tax = tax ${of}`, [id]);
    await refuses('CE001', `DELETE FROM erp.${table} ${of}`, [id]);
    await refuses('CE001', `INSERT INTO erp.${table} SELECT * FROM erp.${table} ${of}`, [id]);
    await refuses('CE001', `TRUNCATE erp.${table}`);
    await accepts(`UPDATE erp.${table} SET tax = tax ${of}`, [company.draftInvoice.id]);
    await accepts(`DELETE FROM erp.${table} ${of}`, [company.draftInvoice.id]);
  });
}

test('a payment can only be marked as reversed, once', async () => {
  for (const change of ['amount = amount + 1', "date = '2026-03-11'", "reference = 'other'"]) {
    await refuses('CE001', `UPDATE erp.payments SET ${change}`);
  }
  await refuses('CE001', 'DELETE FROM erp.payments');
  await refuses('CE001', 'TRUNCATE erp.payments CASCADE');
  await accepts('UPDATE erp.payments SET reversal_entry_id = $1', [company.january.id]);
  await assert.rejects(
    tried(async () => {
      await owner.query('UPDATE erp.payments SET reversal_entry_id = $1', [company.january.id]);
      await owner.query('UPDATE erp.payments SET reversal_entry_id = NULL');
    }),
    { code: 'CE001' },
  );
});

test('a settlement can only be marked as reversed, once, and its parts stay', async () => {
  await refuses('CE001', "UPDATE erp.settlements SET date = '2026-03-11'");
  await refuses('CE001', 'DELETE FROM erp.settlements');
  await refuses('CE001', 'TRUNCATE erp.settlements CASCADE');
  await refuses('CE001', 'UPDATE erp.settlement_parts SET amount = amount');
  await refuses('CE001', 'DELETE FROM erp.settlement_parts');
  await refuses('CE001', 'TRUNCATE erp.settlement_parts');
  await refuses(
    'CE001',
    `INSERT INTO erp.settlement_parts (company_id, settlement_id, position, document_id, amount, base_amount)
     SELECT p.company_id, p.settlement_id, 2, d.id, 1, 1 FROM erp.settlement_parts p
     JOIN erp.documents d ON d.id <> p.document_id LIMIT 1`,
  );
  const reversed = "UPDATE erp.settlements SET reversed_on = '2026-03-31', reversal_entry_id = $1";
  await accepts(reversed, [company.january.id]);
  await refuses('23514', "UPDATE erp.settlements SET reversed_on = '2026-03-31'");
  await assert.rejects(
    tried(async () => {
      await owner.query(reversed, [company.january.id]);
      await owner.query('UPDATE erp.settlements SET reversed_on = NULL, reversal_entry_id = NULL');
    }),
    { code: 'CE001' },
  );
});

test('an entry that balances is taken, and one that does not, by whatever little, is refused', async () => {
  await tried(() => insertEntry([{ amount: '1' }, { amount: '-1' }]));
  await tried(() => insertEntry([{ amount: '0.3' }, { amount: '-0.1' }, { amount: '-0.2' }]));
  await refusesEntry('CE002', [{ amount: '1' }, { amount: '-1.01' }]);
  await refusesEntry('CE002', [{ amount: '1' }, { amount: '-1.000000000000000001' }]);
  await refusesEntry('CE002', [{ amount: '1' }, { amount: '1' }]);
});

test('an entry of one line is refused', async () => {
  await refusesEntry('CE002', [{ amount: '0', quantity: '1' }]);
});

test('a line joins no entry that was posted before, not even a pair in balance', async () => {
  const entryId = company.entry.id;
  const date = company.entry.date;
  await refusesEntry('CE002', [
    { amount: '1', entryId, date },
    { amount: '-1', entryId, date },
  ]);
});

test('a line has the date of its entry', async () => {
  await refusesEntry('CE002', [{ amount: '1' }, { amount: '-1', date: '2026-05-06' }]);
});

test('no entry is dated in a closed month, its last day included', async () => {
  const lines = [{ amount: '1' }, { amount: '-1' }];
  await refusesEntry('CE003', lines, '2026-01-01');
  await refusesEntry('CE003', lines, '2026-01-31');
  await tried(() => insertEntry(lines, '2026-02-01'));
  await tried(() => insertEntry(lines, '2025-12-31'));
});

test('an entry in a softly locked month says that its actor may', async () => {
  const insert = (mayPostInSoft: boolean) =>
    tried(async () => {
      await owner.query(
        `INSERT INTO erp.closed_periods (company_id, month, lock) VALUES ($1, '2026-05-01', 'soft')`,
        [company.id],
      );
      await insertEntry([{ amount: '1' }, { amount: '-1' }], DATE, mayPostInSoft);
    });
  await assert.rejects(insert(false), { code: 'CE003' });
  await insert(true);
});

/** What a hard lock is taken away by: `reopening` inserts a row with these columns changed. */
const reopening = (change: Record<string, string> = {}) => {
  const values = {
    month: 'month',
    closed_at: 'closed_at',
    reason: "'Late bill'",
    actor_role: "'owner'",
    ...change,
  };
  return `INSERT INTO erp.period_reopenings (company_id, actor_kind, ${Object.keys(values).join(', ')})
    SELECT company_id, 'user', ${Object.values(values).join(', ')} FROM erp.closed_periods WHERE month = '2026-01-01'`;
};
const UNLOCK = "DELETE FROM erp.closed_periods WHERE month = '2026-01-01'";
const SOFTEN = "UPDATE erp.closed_periods SET lock = 'soft' WHERE month = '2026-01-01'";

/** Runs statements in one transaction as if it ended, with everything that is looked at then; nothing is kept. */
const together = (...statements: string[]) =>
  tried(async () => {
    for (const text of statements) await owner.query(text);
    await owner.query('SET CONSTRAINTS ALL IMMEDIATE');
  });
const refusesTogether = (code: string, ...statements: string[]) =>
  assert.rejects(together(...statements), { code }, statements.join('; '));

test('a hard lock goes away with the word of an owner who says why, and only then', async () => {
  await together(reopening(), UNLOCK);
  await together(reopening(), SOFTEN);
  for (const opened of [UNLOCK, SOFTEN]) await refusesTogether('CE025', opened);
  await refusesTogether(
    'CE025',
    "UPDATE erp.closed_periods SET month = '2025-01-01' WHERE month = '2026-01-01'",
  );
  await refuses('CE001', 'TRUNCATE erp.closed_periods');
  for (const role of ["'admin'", "'accountant'", 'NULL']) {
    await assert.rejects(
      together(reopening({ actor_role: role }), UNLOCK),
      { code: /^(23514|23502)$/ },
      role,
    );
  }
  await refuses('23514', reopening({ reason: "''" }));
});

test('a hard lock may be away within a transaction that sets it again, and no soft one in its place', async () => {
  const lock = (kind: string) =>
    `INSERT INTO erp.closed_periods (company_id, month, lock) VALUES ('${company.id}', '2026-01-01', '${kind}')`;
  await together(UNLOCK, lock('hard'));
  await refusesTogether('CE025', UNLOCK, lock('soft'));
  // A lock that was soft goes away by itself.
  await together(reopening(), SOFTEN, UNLOCK);
});

test('a reopening is of the lock that stands, takes it away at once, and is kept', async () => {
  await refuses('CE025', reopening({ month: "'2026-02-01'" }));
  await refuses('CE025', reopening({ closed_at: "closed_at - interval '1 second'" }));
  await refusesTogether('CE025', reopening());
  // What was said of one lock opens no later one.
  const relock = `INSERT INTO erp.closed_periods (company_id, month, lock) VALUES ('${company.id}', '2026-01-01', 'hard')`;
  await refusesTogether('CE025', reopening(), UNLOCK, relock, UNLOCK, relock, SOFTEN);
  await refuses('CE001', "UPDATE erp.period_reopenings SET reason = 'other'");
  await refuses('CE001', 'DELETE FROM erp.period_reopenings');
  await refuses('CE001', 'TRUNCATE erp.period_reopenings');
});

test('a bank statement comes in as imported, whatever it adds up to', async () => {
  const insert = (reconciled: string) =>
    `INSERT INTO erp.bank_statements (company_id, id, bank_account_id, format, number, file_hash, content_hash, from_date,
       to_date, opening_balance, closing_balance, reconciled_at, reconciled_by_kind)
     SELECT company_id, gen_random_uuid(), id, 'csv', '', '', '', '2031-01-01', '2031-01-31', 0, 0, ${reconciled}
     FROM erp.bank_accounts`;
  await refuses('CE134', insert("now(), 'user'"));
  await accepts(insert('NULL, NULL'));
});

test('a role goes to an account without one, and stays where it has told lines apart', async () => {
  await refuses('CE021', `UPDATE erp.accounts SET role = 'bank_fees' WHERE role = 'sales'`);
  await refuses('CE021', `UPDATE erp.accounts SET role = NULL WHERE role = 'receivable'`);
  await accepts(`UPDATE erp.accounts SET role = NULL WHERE role = 'bank'`);
});

test('a line has an amount, of one sign, and at most 18 decimals', async () => {
  await refusesEntry('23514', [{ amount: '0' }, { amount: '0' }]);
  await refusesEntry('23514', [
    { amount: '1', quantity: '-1' },
    { amount: '-1', quantity: '1' },
  ]);
  await refusesEntry('23514', [{ amount: '1e-19' }, { amount: '-1e-19' }]);
  await refusesEntry('23514', [{ amount: '1e38' }, { amount: '-1e38' }]);
});

test('the status of an invoice follows from what is paid', async () => {
  const set = (change: string, id: string) =>
    refuses('23514', `UPDATE erp.documents SET ${change} WHERE id = $1`, [id]);
  const { invoice, draftInvoice } = company;
  await set("status = 'paid'", invoice.id);
  await set("status = 'posted'", invoice.id);
  await set("status = 'partly-paid', settled_amount = 0", invoice.id);
  await set("status = 'partly-paid', settled_amount = total", invoice.id);
  await set("status = 'paid', settled_amount = total, settled_base = base_total - 0.01", invoice.id);
  await set('settled_amount = total + 1', invoice.id);
  await set('settled_amount = -1', invoice.id);
  await set("status = 'void'", invoice.id);
  await set("status = 'void', settled_amount = total, settled_base = base_total", invoice.id);
  await set('voided_by_id = id', invoice.id);
  await set('credited_amount = total + 1', invoice.id);
  await set("status = 'sent'", invoice.id);
  await set("status = 'posted'", draftInvoice.id);
  await set("number = 'INV-2026-00009'", draftInvoice.id);
  await set('total = total + 1', draftInvoice.id);
  await set('net = -1000, total = tax - 1000', draftInvoice.id);
  await set('due_date = issue_date - 1', draftInvoice.id);
  await set("contact_name = 'Ann'", draftInvoice.id);
  await accepts(
    "UPDATE erp.documents SET status = 'paid', settled_amount = total, settled_base = base_total WHERE id = $1",
    [invoice.id],
  );
});

test("a company's base asset and an account's type stay", async () => {
  await refuses('CE001', "UPDATE erp.companies SET base_asset = 'USD'");
  await refuses('CE001', "UPDATE erp.accounts SET type = 'expense' WHERE type = 'asset'");
  await accepts("UPDATE erp.companies SET name = 'Other'");
  await accepts("UPDATE erp.accounts SET name = name || '!'");
});

test('a tax has the rate and the reason of its kind', async () => {
  const add = `INSERT INTO erp.taxes (company_id, id, code, name, kind, rate, inclusive, exempt_reason, account_id)
    SELECT company_id, gen_random_uuid(), 'NEW', name, $1, $2, inclusive, $3, account_id FROM erp.taxes`;
  await refuses('23514', add, ['exempt', 21, 'why']);
  await refuses('23514', add, ['exempt', 0, null]);
  await refuses('23514', add, ['standard', 21, 'why']);
  await accepts(add, ['exempt', 0, 'why']);
  await accepts(add, ['standard', 21, null]);
  await accepts(add, ['reverse-charge', 21, 'why']);
});

test('a role is of one account, and no account is above itself', async () => {
  await refuses('23505', "UPDATE erp.accounts SET role = 'bank' WHERE code = '1120'");
  await refuses('23514', 'UPDATE erp.accounts SET parent_id = id');
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { runVerify } from '../../cli/verify.ts';
import { openPool } from '../../db/pool.ts';
import { CHECKS, type CheckResult, verifyCompany } from './checks.ts';
import { smallCompany } from './fixture.testing.ts';

let company: Awaited<ReturnType<typeof smallCompany>>;
let owner: Kysely<unknown>;

before(async () => {
  company = await smallCompany();
  owner = new Kysely({
    dialect: new PostgresDialect({ pool: openPool({ connectionString: company.ownerUrl, max: 1 }) }),
  });
});
after(async () => {
  await owner.destroy();
  await company.close();
});

class Undo extends Error {}

/** What `verify` finds after the owner of the database ran `damage` with every trigger off. Nothing of it stays. */
async function verifyAfter(damage: string): Promise<CheckResult[]> {
  let results: CheckResult[] = [];
  await owner
    .transaction()
    .execute(async (trx) => {
      await sql`SET LOCAL session_replication_role = replica`.execute(trx);
      await sql.raw(damage).execute(trx);
      results = await verifyCompany(trx, company.companyId);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return results;
}

const brokenNames = (results: CheckResult[]) => results.filter(({ held }) => !held).map(({ name }) => name);

test('every invariant of books that the services kept is held, and the other company is not mixed in', async () => {
  for (const id of [company.companyId, company.other.companyId]) {
    const results = await company.db.inCompany(id, (trx) => verifyCompany(trx, id));
    assert.deepEqual(brokenNames(results), []);
    assert.equal(results.length, CHECKS.length);
  }
});

/** Each damage, the checks that name it, and what one of the named check's rows says. */
interface Damage {
  what: string;
  sql(): string;
  broken: string[];
  row?: Record<string, unknown>;
}

const entry = (id: string) => `company_id = '${company.companyId}' AND id = '${id}'`;
const ofEntry = (id: string) => `company_id = '${company.companyId}' AND entry_id = '${id}'`;
const mine = () => `company_id = '${company.companyId}'`;

const DAMAGES: Damage[] = [
  {
    what: 'a changed amount',
    sql: () =>
      `UPDATE erp.entry_lines SET quantity = 10000.01, base_amount = 10000.01 WHERE ${ofEntry(company.manual)} AND position = 1`,
    broken: ['entries balance', 'month balances', 'hash chain'],
    row: { number: 'JE-2026-00001', difference: '0.01' },
  },
  {
    what: 'a line in the base asset whose two amounts differ',
    sql: () => `UPDATE erp.entry_lines SET quantity = 9999 WHERE ${ofEntry(company.manual)} AND position = 1`,
    broken: ['entries balance', 'month balances', 'hash chain'],
    row: { number: 'JE-2026-00001', base_lines_unequal: 1 },
  },
  {
    what: 'a line under another date',
    sql: () =>
      `UPDATE erp.entry_lines SET date = '2026-01-09' WHERE ${ofEntry(company.manual)} AND position = 1`,
    broken: ['entries balance'],
    row: { number: 'JE-2026-00001', misdated: true },
  },
  {
    what: 'lines without their entry',
    sql: () => `DELETE FROM erp.entries WHERE ${entry(company.manual)}`,
    broken: ['entries balance', 'hash chain', 'gapless numbers'],
  },
  {
    what: 'a changed month balance',
    sql: () =>
      `UPDATE erp.month_balances SET base_debit = base_debit + 1 WHERE ${mine()} AND month = '2026-01-01' AND account_id = '${company.role('bank')}' AND asset = 'EUR'`,
    broken: ['month balances'],
    row: { base_debit: '10001', lines_base_debit: '10000' },
  },
  {
    what: 'a missing month balance',
    sql: () =>
      `DELETE FROM erp.month_balances WHERE ${mine()} AND account_id = '${company.role('retained_earnings')}'`,
    broken: ['month balances'],
    row: { base_credit: null, lines_base_credit: '10000' },
  },
  {
    what: 'a changed description',
    sql: () => `UPDATE erp.entries SET description = 'Something else' WHERE ${entry(company.mistake)}`,
    broken: ['hash chain'],
    row: { number: 'JE-2026-00002', problem: 'its content is not what was posted' },
  },
  {
    what: 'a changed entry with a hash to fit',
    sql: () => `UPDATE erp.entries SET hash = sha256('x') WHERE ${mine()} AND sequence = 2`,
    broken: ['hash chain'],
    row: { sequence: 3, problem: 'does not follow the entry before it' },
  },
  {
    what: 'a moved head of the chain',
    sql: () => `UPDATE erp.chain_heads SET sequence = sequence + 1 WHERE ${mine()}`,
    broken: ['hash chain'],
    row: { problem: 'the head of the chain is not its last entry' },
  },
  {
    what: 'a skipped entry number',
    sql: () =>
      `UPDATE erp.entries SET serial = 99, number = 'JE-2026-00099' WHERE ${mine()} AND serial = (SELECT max(serial) FROM erp.entries WHERE ${mine()})`,
    broken: ['gapless numbers', 'hash chain'],
    row: { serial: 99, number: 'JE-2026-00099' },
  },
  {
    what: 'a series that is ahead of its invoices',
    sql: () => `UPDATE erp.number_series SET last_serial = 9 WHERE ${mine()} AND series = 'INV'`,
    broken: ['gapless numbers'],
    row: { series: 'INV', serial: 9, problem: 'the last serial used is 4' },
  },
  {
    what: 'an invoice number that is not of its serial',
    sql: () => `UPDATE erp.documents SET number = 'INV-2026-77777' WHERE ${entry(company.open.id)}`,
    broken: ['gapless numbers'],
    row: { number: 'INV-2026-77777', problem: 'is not the number of its serial' },
  },
  {
    what: 'an entry posted after its month was closed',
    sql: () =>
      `UPDATE erp.closed_periods SET closed_at = '2026-01-01', lock = 'soft' WHERE ${mine()} AND month = '2026-01-01'`,
    broken: ['closed periods'],
    row: { number: 'JE-2026-00001' },
  },
  {
    what: 'a month of a closed year without its lock',
    sql: () => `DELETE FROM erp.closed_periods WHERE ${mine()} AND month = '2025-07-01'`,
    broken: ['year ends'],
    row: { fiscal_year: 2025, problem: '2025-07 has no hard lock' },
  },
  {
    what: 'a closed year whose entry is another',
    sql: () =>
      `UPDATE erp.entry_lines l SET quantity = 2 * quantity, base_amount = 2 * base_amount FROM erp.entries e WHERE l.company_id = '${company.companyId}' AND e.company_id = l.company_id AND e.id = l.entry_id AND e.source = 'year-end'`,
    broken: ['year ends', 'month balances', 'hash chain'],
    row: { fiscal_year: 2025, problem: 'still has a result', base_amount: '5' },
  },
  {
    what: 'a revaluation that names another day',
    sql: () => `UPDATE erp.revaluations SET date = '2026-03-31' WHERE ${mine()}`,
    broken: ['revaluations'],
    row: { date: '2026-03-31' },
  },
  {
    what: 'an approval by its author',
    sql: () =>
      `UPDATE erp.approvals SET decided_by = '${company.approval.author}', decided_at = now() WHERE ${entry(company.approval.id)}`,
    broken: ['approvals'],
    row: { problem: 'decided by an author' },
  },
  {
    what: 'an approval whose trail is cut',
    sql: () => `DELETE FROM erp.approval_events WHERE ${mine()} AND action = 'approved'`,
    broken: ['approvals'],
    row: { problem: 'is approved, and its trail ends in submitted' },
  },
  {
    what: 'a reversal that is not its original turned round',
    sql: () =>
      `UPDATE erp.entry_lines SET quantity = 2 * quantity, base_amount = 2 * base_amount WHERE company_id = '${company.companyId}' AND entry_id = (SELECT id FROM erp.entries WHERE ${mine()} AND reverses_id = '${company.mistake}')`,
    broken: ['reversals mirror', 'month balances', 'hash chain'],
    row: { original_number: 'JE-2026-00002', problem: 'not the lines of the original' },
  },
  {
    what: 'a reversed payment that does not name its reversal',
    sql: () => `UPDATE erp.payments SET reversal_entry_id = NULL WHERE ${entry(company.bounced.id)}`,
    broken: ['reversals mirror', 'settlements'],
    row: { problem: 'not the reversal that its payment names' },
  },
  {
    what: 'an invoice line with another net',
    sql: () =>
      `UPDATE erp.document_lines SET net = net + 1 WHERE ${mine()} AND document_id = '${company.open.id}' AND position = 2`,
    broken: ['documents equal lines and tax'],
    row: { number: 'INV-2026-00002', net: '153.33', lines_net: '154.33' },
  },
  {
    what: 'a tax summary with another tax',
    sql: () =>
      `UPDATE erp.document_taxes SET tax = tax + 1 WHERE ${mine()} AND document_id = '${company.open.id}'`,
    broken: ['documents equal lines and tax'],
    row: { tax: '31.5', summary_tax: '32.5' },
  },
  {
    what: 'an invoice over more than its entry',
    sql: () => `UPDATE erp.documents SET base_total = base_total + 1 WHERE ${entry(company.open.id)}`,
    broken: ['documents equal lines and tax', 'receivable and payable equal open items'],
    row: { base_total: '185.83', base_control: '184.83' },
  },
  {
    what: 'an open invoice that is gone',
    sql: () => `DELETE FROM erp.documents WHERE ${entry(company.open.id)}`,
    broken: ['receivable and payable equal open items', 'gapless numbers', 'settlements'],
    row: { asset: 'EUR', control: '184.83', open_items: '0' },
  },
  {
    what: 'an invoice said to be paid in part that is not',
    sql: () =>
      `UPDATE erp.documents SET settled_amount = 1, settled_base = 1, status = 'partly-paid' WHERE ${entry(company.open.id)}`,
    broken: ['settled amounts', 'receivable and payable equal open items'],
    row: { number: 'INV-2026-00002', amount: '1', expected_amount: '0' },
  },
  {
    what: 'a settlement of another amount than its entry',
    sql: () =>
      `UPDATE erp.settlement_parts SET base_amount = base_amount + 1 WHERE ${mine()} AND settlement_id = (SELECT id FROM erp.settlements WHERE payment_id = '${company.part.id}')`,
    broken: ['settlements', 'settled amounts'],
    row: { side: 'sales', asset: 'USD', cleared: '-100', posted: '-100' },
  },
  {
    what: 'a credit note that its original does not count',
    sql: () => `UPDATE erp.documents SET credited_amount = 0 WHERE ${mine()} AND credited_amount > 0`,
    broken: ['settled amounts'],
    row: { status: 'void', credited: '0' },
  },
  {
    what: 'a payment without its settlement',
    sql: () =>
      `DELETE FROM erp.settlement_parts WHERE ${mine()}; DELETE FROM erp.settlements WHERE ${mine()} AND payment_id = '${company.bounced.id}'`,
    broken: ['settlements', 'settled amounts'],
    row: { cleared: 'a payment and its settlement differ' },
  },
  {
    what: 'a state that does not follow from the payments',
    sql: () =>
      `ALTER TABLE erp.documents DROP CONSTRAINT documents_settled; UPDATE erp.documents SET status = 'posted' WHERE ${entry(company.paid.id)}`,
    broken: ['settled amounts'],
    row: { number: 'INV-2026-00001', status: 'posted' },
  },
  {
    what: 'a date that recurs and is next again although it was made',
    sql: () => `UPDATE erp.recurring SET next_on = '2026-03-31' WHERE ${entry(company.recurring.id)}`,
    broken: ['recurring occurrences'],
    row: { date: '2026-03-31', problem: 'would be made again: 2026-03-31 is next' },
  },
  {
    what: 'an entry that recurs and is not there',
    sql: () => `UPDATE erp.recurring_occurrences SET created_id = '${company.recurring.id}' WHERE ${mine()}`,
    broken: ['recurring occurrences'],
    row: { date: '2026-03-31', problem: 'is not in the books as it was made' },
  },
  {
    what: 'a key without its answer',
    sql: () =>
      `INSERT INTO erp.idempotency_keys (company_id, key, request_hash) VALUES ('${company.companyId}', 'k', 'h')`,
    broken: ['idempotency answers unique'],
    row: { key: 'k', problem: 'has no answer' },
  },
  {
    what: 'two keys that made the same invoice',
    sql: () =>
      `INSERT INTO erp.idempotency_keys (company_id, key, request_hash, status, answer) SELECT company_id, 'twice', 'h', status, answer FROM erp.idempotency_keys WHERE ${mine()} AND answer ->> 'id' = '${company.open.id}'`,
    broken: ['idempotency answers unique'],
    row: { status: 201 },
  },
  {
    what: 'an audit record of another transaction',
    sql: () =>
      `UPDATE erp.audit_log SET at = at - interval '1 hour' WHERE ${mine()} AND subject_id = '${company.manual}'`,
    broken: ['audit rows present'],
    row: { kind: 'entry', number: 'JE-2026-00001' },
  },
  {
    what: 'a comment on what is not there',
    sql: () => `UPDATE erp.comments SET subject_id = gen_random_uuid() WHERE ${mine()}`,
    broken: ['notes have their subject'],
    row: { note: 'comment', subject_kind: 'contact' },
  },
  {
    what: 'an attachment with other bytes',
    sql: () => `UPDATE erp.attachment_contents SET content = 'a,c' WHERE ${mine()}`,
    broken: ['attachments are whole'],
    row: { file_name: 'list.csv', size: 3, stored_size: 3 },
  },
  {
    what: 'an attachment without its bytes',
    sql: () => `DELETE FROM erp.attachment_contents WHERE ${mine()}`,
    broken: ['attachments are whole'],
    row: { file_name: 'list.csv', stored_size: null },
  },
  {
    what: 'an attachment whose object is not on record',
    sql: () => `UPDATE erp.attachments SET storage = 's3' WHERE ${mine()}`,
    broken: ['attachments are whole'],
    row: { storage: 's3' },
  },
  ...(['manual', 'open', 'part'] as const).map((name) => ({
    what: `a deleted audit record of ${name === 'manual' ? 'an entry' : name === 'open' ? 'an invoice' : 'a payment'}`,
    sql: () => {
      const subject = name === 'manual' ? company.manual : company[name].id;
      return `DELETE FROM erp.audit_log WHERE ${mine()} AND subject_id = '${subject}'`;
    },
    broken: ['audit rows present', 'webhooks once per event'],
  })),
  {
    what: 'a deleted event',
    sql: () => `DELETE FROM erp.events WHERE ${mine()} AND sequence = 2`,
    broken: ['webhooks once per event'],
    row: { problem: 'an audit record without its event' },
  },
  {
    what: 'an event that the audit log knows nothing of',
    sql: () =>
      `INSERT INTO erp.events (company_id, id, sequence) SELECT company_id, gen_random_uuid(), sequence + 1 FROM erp.event_heads WHERE ${mine()}`,
    broken: ['webhooks once per event'],
    row: { problem: 'has no audit record' },
  },
  {
    what: 'a skipped sequence',
    sql: () =>
      `UPDATE erp.events SET sequence = sequence + 1 WHERE ${mine()} AND sequence = (SELECT max(sequence) FROM erp.events WHERE ${mine()})`,
    broken: ['webhooks once per event'],
    row: { problem: 'not the next sequence' },
  },
  {
    what: 'a head that is behind',
    sql: () => `UPDATE erp.event_heads SET sequence = sequence - 1 WHERE ${mine()}`,
    broken: ['webhooks once per event'],
    row: { problem: 'the head is not the last sequence' },
  },
  {
    what: 'a missing delivery',
    sql: () =>
      `DELETE FROM erp.webhook_deliveries WHERE ${mine()} AND sequence = (SELECT max(sequence) FROM erp.webhook_deliveries WHERE ${mine()})`,
    broken: ['webhooks once per event'],
    row: { problem: 'no delivery, or not one of this sequence' },
  },
  {
    what: 'a delivery too many',
    sql: () =>
      `INSERT INTO erp.webhook_deliveries (company_id, webhook_id, event_id, sequence, subject) SELECT e.company_id, '${company.webhook.id}', e.id, e.sequence, 'invoice' FROM erp.events e JOIN erp.audit_log a ON a.company_id = e.company_id AND a.id = e.id WHERE a.company_id = '${company.companyId}' AND a.action = 'invoice.posted' LIMIT 1`,
    broken: ['webhooks once per event'],
    row: { problem: 'a delivery that nobody subscribed to' },
  },
  {
    what: 'an event delivered twice',
    sql: () =>
      `ALTER TABLE erp.webhook_deliveries DROP CONSTRAINT webhook_deliveries_pkey CASCADE, DROP CONSTRAINT webhook_deliveries_company_id_webhook_id_sequence_key; INSERT INTO erp.webhook_deliveries SELECT * FROM erp.webhook_deliveries WHERE ${mine()} LIMIT 1`,
    broken: ['webhooks once per event'],
    row: { problem: '2 deliveries' },
  },
];

for (const damage of DAMAGES) {
  test(`${damage.broken[0]}: ${damage.what} behind the application's back is named`, async () => {
    const results = await verifyAfter(damage.sql());
    assert.deepEqual(brokenNames(results).sort(), [...damage.broken].sort());
    const found = results.find(({ name }) => name === damage.broken[0]);
    assert.ok(found && found.count >= 1 && found.count === found.rows.length);
    const expected = Object.entries(damage.row ?? {});
    const matches = found.rows.some((row) => expected.every(([field, value]) => row[field] === value));
    assert.ok(matches, JSON.stringify(found.rows));
  });
}

test('each check is broken by a damage of its own above', () => {
  const first = new Set(DAMAGES.map(({ broken }) => broken[0]));
  assert.deepEqual(
    CHECKS.map(({ name }) => name).filter((name) => !first.has(name)),
    [],
  );
});

test('at most 20 rows of a broken invariant are answered, with their count', async () => {
  const results = await verifyAfter(
    `INSERT INTO erp.idempotency_keys (company_id, key, request_hash) SELECT '${company.companyId}', 'k' || n, 'h' FROM generate_series(1, 25) n`,
  );
  const found = results.find(({ held }) => !held);
  assert.deepEqual([found?.count, found?.rows.length], [25, 20]);
});

test('the command prints each invariant and its rows, and answers whether all held', async () => {
  const lines: string[] = [];
  const run = (companyIds: string[]) =>
    runVerify({ db: company.db, companyIds, log: (line) => lines.push(line) });
  assert.equal(await run([company.companyId]), true);
  assert.deepEqual(lines, [`company ${company.companyId}`, ...CHECKS.map(({ name }) => `  held    ${name}`)]);

  const { companyId } = company.other;
  await company.db.inCompany(companyId, (trx) =>
    sql`INSERT INTO erp.idempotency_keys (company_id, key, request_hash) VALUES (${companyId}, 'open', 'h')`.execute(
      trx,
    ),
  );
  lines.length = 0;
  assert.equal(await run([companyId, company.companyId]), false);
  assert.ok(lines.includes('  BROKEN  idempotency answers unique (1 row)'));
  assert.ok(
    lines.some((line) => /^ +\{"id":.*"key":"open"/.test(line)),
    lines.join('\n'),
  );
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { AuditRecord } from '@crypto-erp/contract/audit-log';
import type { Contact } from '@crypto-erp/contract/contacts';
import type { Document } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import type { ImportKind } from '@crypto-erp/contract/imports';
import { TAX } from '../../testing/documents.ts';
import { type Importer, testImports } from '../../testing/imports.ts';

const EXAMPLES = join(import.meta.dirname, '../../../../../docs/examples');

let imports: Awaited<ReturnType<typeof testImports>>;
before(async () => {
  imports = await testImports();
});
after(() => imports.close());

describe('the files of the page on imports, one after the other', () => {
  let company: Importer;
  before(async () => {
    company = await imports.importer();
    await company.make('payment-terms', { name: '30 days', days: 30, fromEndOfMonth: false });
    await company.make('taxes', { ...TAX, accountId: company.account('tax_payable') });
  });

  /** What the example of a kind became, in the order of the file. */
  async function made<T>(kind: ImportKind, noun: string): Promise<T[]> {
    const done = await company.imported(kind, await readFile(join(EXAMPLES, `import-${kind}.csv`)));
    assert.deepEqual([done.state, done.rowsDone, done.recordsDone], ['done', done.rows, done.records]);
    assert.ok(done.startedAt !== null && done.finishedAt !== null);
    const records = await company.records(done.id);
    assert.equal(records.length, done.records);
    return Promise.all(records.map(({ subjectId }) => company.get<T>(`${noun}/${subjectId}`)));
  }

  test('contacts: a cell that looks like a formula is a name, a quoted one may have lines', async () => {
    const [first, second, third] = await made<Contact>('contacts', 'contacts');
    assert.deepEqual(
      [first?.name, first?.address, first?.country, first?.defaultAsset, first?.email, first?.taxNumber],
      ['Widget Works', '100 Market Street\n10115 Berlin', 'DE', 'USD', 'ap@widget.example', 'DE123456789'],
    );
    assert.ok(first?.paymentTermsId);
    assert.deepEqual([second?.name, second?.country, second?.email], ['=Lagoon Ltd', 'FR', null]);
    assert.equal(third?.name, 'Nordwind GmbH');
  });

  test('accounts: a parent in the row above', async () => {
    const done = await company.imported('accounts', await readFile(join(EXAMPLES, 'import-accounts.csv')));
    const { items } = await company.get<{ items: Importer['accounts'] }>('accounts');
    const [heading, cash, income] = (await company.records(done.id)).map(({ subjectId }) =>
      items.find(({ id }) => id === subjectId),
    );
    assert.deepEqual([heading?.code, heading?.postable, heading?.parentId], ['X1000', false, null]);
    assert.deepEqual(
      [cash?.name, cash?.postable, cash?.type, cash?.parentId],
      ['Petty cash', true, 'asset', heading?.id],
    );
    assert.equal(income?.type, 'income');
  });

  test('opening balances: one entry, and what it lacks goes to equity', async () => {
    const [entry, ...more] = await made<Entry>('opening-balances', 'entries');
    assert.deepEqual(more, []);
    assert.deepEqual([entry?.source, entry?.date, entry?.total], ['opening-balance', '2025-12-31', '342.4']);
    assert.deepEqual(
      entry?.lines.map((line) => [line.asset, line.quantity, line.baseAmount, line.description]),
      [
        ['EUR', '250', '250', 'Petty cash counted'],
        ['USD', '100', '92.4', 'Dollars in the drawer'],
        ['EUR', '-342.4', '-342.4', ''],
      ],
    );
    assert.equal(entry?.lines[2]?.accountId, company.account('opening_balance'));
    const again = 'date,account,quantity\n2025-12-31,X1010,1\n';
    assert.deepEqual(await company.wrong('opening-balances', again), ['2 null opening_balances_exist']);
  });

  test('entries: contacts by their external id or name', async () => {
    const [january, dollars] = await made<Entry>('entries', 'entries');
    const contact = async (line: Entry['lines'][number] | undefined) =>
      (await company.get<Contact>(`contacts/${line?.contactId}`)).name;
    assert.deepEqual(
      [january?.description, january?.total, january?.source],
      ['Workshop in January', '480', 'manual'],
    );
    assert.equal(await contact(january?.lines[1]), 'Widget Works');
    assert.equal(dollars?.lines[0]?.description, 'At the door, in cash');
    assert.equal(await contact(dollars?.lines[1]), 'Nordwind GmbH');
    const [line] = dollars?.lines ?? [];
    assert.deepEqual([line?.asset, line?.quantity, line?.baseAmount], ['USD', '54', '46.2']);
  });

  test('invoices: the number of the file is the reference, ours is assigned', async () => {
    const [first, second] = await made<Document>('invoices', 'invoices');
    assert.deepEqual(
      [first?.number, first?.reference, first?.dueDate, first?.net, first?.tax, first?.total],
      ['INV-2026-00001', 'R-778', '2026-02-14', '385.40', '80.93', '466.33'],
    );
    assert.deepEqual(
      [second?.number, second?.reference, second?.dueDate, second?.total, second?.notes],
      ['INV-2026-00002', 'R-779', '2026-02-15', '810.00', 'Thank you\nfor the order.'],
    );
  });

  test('bills: one number of two suppliers is two bills', async () => {
    const bills = await made<Document>('bills', 'bills');
    assert.deepEqual(
      bills.map((bill) => [bill.externalNumber, bill.contactName, bill.reference, bill.total]),
      [
        ['55-1201', 'Nordwind GmbH', 'PO-9', '383.00'],
        ['55-1201', 'Widget Works', '', '10.00'],
      ],
    );
    const head = 'number,contact,issue_date,description,unit_price';
    const again = `${head}\n55-1201,C-1001,2026-01-09,Screws,1\n`;
    assert.deepEqual(await company.wrong('bills', again), ['2 number already_exists']);
  });

  test('who sent a file and had it run is in the audit log, also of what it made', async () => {
    const { items } = await company.get<{ items: AuditRecord[] }>('audit-log?limit=1000');
    const actors = new Set(items.map(({ actorKind, actorId }) => `${actorKind} ${actorId}`));
    assert.equal(actors.size, 1);
    const actions = items.filter(({ subjectKind }) => subjectKind === 'import').map(({ action }) => action);
    for (const action of ['import.created', 'import.checked', 'import.run', 'import.done'])
      assert.ok(actions.includes(action), action);
  });
});

test('rows come in as many batches as they need', async () => {
  const company = await imports.importer();
  const bank = company.accounts.find(({ id }) => id === company.account('bank'))?.code;
  const sales = company.accounts.find(({ id }) => id === company.account('sales'))?.code;
  const rows = Array.from(
    { length: 1_000 },
    (_, i) => `E${i},2026-03-01,No ${i},${bank},1.01\nE${i},,,${sales},-1.01\n`,
  );
  const done = await company.imported('entries', `entry,date,description,account,quantity\n${rows.join('')}`);
  assert.deepEqual([done.rows, done.records], [2_000, 1_000]);
  assert.deepEqual(done.sums, [{ asset: 'EUR', amount: '1010' }]);
  const [sum] = await imports.api.asOwner<{ entries: string; names: string }>(
    'SELECT count(*) AS entries, count(DISTINCT description) AS names FROM erp.entries WHERE company_id = $1',
    [company.id],
  );
  assert.deepEqual(sum, { entries: '1000', names: '1000' });
});

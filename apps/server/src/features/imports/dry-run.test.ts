import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { ImportKind } from '@crypto-erp/contract/imports';
import { type Importer, testImports } from '../../testing/imports.ts';

let imports: Awaited<ReturnType<typeof testImports>>;
let company: Importer;
let bank: string;
let sales: string;
before(async () => {
  imports = await testImports();
  company = await imports.importer();
  const code = (id: string) => company.accounts.find((one) => one.id === id)?.code ?? '';
  [bank, sales] = [code(company.account('bank')), code(company.account('sales'))];
});
after(() => imports.close());

/** Every table of the books but those of imports, as texts. */
async function books(): Promise<Record<string, string>> {
  const tables = await imports.api.asOwner<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'erp' AND tablename !~ '^(imports|import_.*|idempotency_keys|outbox|audit_log)$'",
  );
  assert.ok(tables.length >= 20);
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await imports.api.asOwner<{ digest: string }>(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS digest FROM erp.${name} t`,
    );
    found[name] = row?.digest ?? '';
  }
  return found;
}

let before_: Record<string, string>;
beforeEach(async () => {
  before_ = await books();
});

/** What a file is told; and nothing but the import changes. */
async function wrong(kind: ImportKind, file: string | Buffer): Promise<string[]> {
  const errors = await company.wrong(kind, file);
  assert.deepEqual(await books(), before_);
  return errors;
}

describe('every bad row, by line and column', () => {
  test('of entries', async () => {
    const lines = [
      'entry,date,description,account,asset,quantity,base_amount,contact',
      `1,2026-03-01,Right,${bank},,10,,`,
      `1,,,${sales},,-10,,`,
      `2,01/03/2026,,${bank},,"1.000,00",,`,
      `2,,,9999,,-5,,Nobody`,
      `3,2026-03-01,,${bank},,10,,`,
      `3,2026-03-02,,${sales},,-9,,`,
      `4,2026-03-01,,${bank},,10,,`,
      `4,,,${sales},,-9,,`,
      `5,2026-03-01,,${bank},USD,10,,`,
      `5,,,${sales},eur,-10,-10,`,
      `,2026-03-01,,${bank},,,,`,
      `1,2026-03-01,,${bank},,1,,`,
      `1,2026-03-01,,${sales},,-1,,`,
      `6,2026-03-01,,${bank},,0.001,,`,
      `6,,,${sales},,-0.001,,`,
      '7,2026-03-01',
    ];
    assert.deepEqual(await wrong('entries', lines.join('\n')), [
      '4 date invalid_value',
      '4 quantity invalid_value',
      '5 account unknown_account',
      '5 contact unknown_contact',
      '7 date differs_in_record',
      '8 null entry_unbalanced',
      '10 base_amount missing_value',
      '11 asset invalid_value',
      '12 entry missing_value',
      '12 quantity missing_value',
      '13 entry not_together',
      '15 quantity too_many_decimals',
      '16 quantity too_many_decimals',
      '17 null wrong_cell_count',
    ]);
  });

  test('what only the books know: the receivable, a heading, a closed month', async () => {
    const receivable = company.accounts.find(({ role }) => role === 'receivable')?.code;
    const heading = company.accounts.find(({ postable }) => !postable)?.code;
    assert.equal((await imports.user.post(`${company.at}/periods/2026-01/close`, {})).status, 200);
    before_ = await books();
    const lines = [
      'entry,date,account,quantity',
      `1,2026-03-01,${bank},1`,
      `1,,${receivable},-1`,
      `2,2026-03-01,${heading},1`,
      `2,,${sales},-1`,
      `3,2026-01-31,${bank},1`,
      `3,,${sales},-1`,
    ];
    assert.deepEqual(await wrong('entries', lines.join('\r\n')), [
      '3 account control_account',
      '4 account account_not_postable',
      '6 date period_closed',
    ]);
  });

  test('of contacts', async () => {
    const lines = [
      'Name;Tax number;E-mail;externalId;country;asset;paymentTerms',
      ';;;;;;',
      'A;;no address;1;;;',
      ';x;;;;;',
      'B;;;1;Germany;NOPE;Someday',
      `${'n'.repeat(201)};;;;;;`,
    ];
    assert.deepEqual(await wrong('contacts', lines.join('\n').replace('E-mail', 'email')), [
      '3 email invalid_value',
      '4 name missing_value',
      '5 country invalid_value',
      '5 payment_terms unknown_payment_terms',
      '6 name invalid_value',
    ]);
    const twice = 'name,external_id\nA,1\nB,1\n';
    assert.deepEqual(await wrong('contacts', twice), ['3 external_id already_exists']);
    assert.deepEqual(await wrong('contacts', 'name,asset\nA,NOPE\n'), ['2 asset unknown_asset']);
  });

  test('of accounts', async () => {
    const lines = [
      'code\tname\ttype\tparent\tpostable\trole',
      `Y1\tHeading\tasset\t\tfalse\t`,
      'Y2\tBelow\tincome\tY1\t\t',
      `${bank}\tTaken\tasset\t\t\t`,
      'Y1\tTwice\tasset\t\t\t',
      'Y3\tToo early\tasset\tY9\t\t',
      'Y4\tPerhaps\tmoney\t\tmaybe\tbank',
      'Y5\tA second bank\tasset\t\t\tbank',
    ];
    assert.deepEqual(await wrong('accounts', lines.join('\n')), [
      '3 parent invalid_input',
      '4 code already_exists',
      '5 code already_exists',
      '6 parent unknown_account',
      '7 type invalid_value',
      '7 postable invalid_value',
      '8 role already_exists',
    ]);
  });

  test('of invoices', async () => {
    for (const name of ['Double', 'Double']) {
      const { id } = await company.imported('contacts', `name\n${name}\n${`${Math.random()}`}\n`);
      assert.ok(id);
    }
    before_ = await books();
    const lines = [
      'number,contact,issue_date,due_date,description,unit_price,tax,account',
      '1,Double,2026-03-02,,Work,1,,',
      '2,Nobody,2026-03-02,2026-03-01,Work,-1,V99,',
      `2,,,2026-03-03,,1,,${bank}`,
    ];
    assert.deepEqual(await wrong('invoices', lines.join('\n')), [
      '2 contact ambiguous_contact',
      '3 contact unknown_contact',
      '3 unit_price invalid_value',
      '3 tax unknown_tax',
      '4 due_date differs_in_record',
      '4 description missing_value',
    ]);
  });

  test('invoices that another system issued are not recorded for the tax agency once more', async () => {
    const spanish = await imports.importer({ country: 'ES' });
    const on = await imports.user.call({
      method: 'PUT',
      url: `${spanish.at}/verifactu`,
      payload: {
        active: true,
        nif: 'B12345674',
        environment: 'test',
        producerName: 'Acme, S.L.',
        producerNif: 'B12345674',
        version: null,
      },
    });
    assert.equal(on.status, 200, JSON.stringify(on.body));
    await spanish.imported('contacts', 'name\nAda\n');
    const head = 'number,contact,issue_date,description,unit_price';
    const file = `${head}\n1,Ada,2026-03-02,Work,1\n`;
    assert.deepEqual(await spanish.wrong('invoices', file), ['2 null import_not_possible']);
    assert.deepEqual(await spanish.wrong('bills', file), []);
  });

  test('the first thousand are kept, all are counted', async () => {
    const found = await company.checked('contacts', `name,email\n${'Ann,nowhere\n'.repeat(1_500)}`);
    assert.deepEqual([found.state, found.errorCount, found.rows], ['checked', 1_500, 1_500]);
    const errors = await company.errors(found.id);
    assert.equal(errors.length, 1_000);
    assert.deepEqual(errors.at(-1), {
      line: 1_001,
      column: 'email',
      code: 'invalid_value',
      message: 'Write an e-mail address like ann@example.com.',
    });
  });
});

describe('what is no such file', () => {
  for (const [what, file, expected] of [
    ['nothing', '', ['1 null empty_file']],
    ['a header alone', 'name,email\n', ['1 null empty_file']],
    [
      'unknown, doubled and missing columns',
      'email,E-Mail,phone\nx,y,z\n',
      ['1 E-Mail duplicate_column', '1 phone unknown_column', '1 name missing_column'],
    ],
    ['another encoding', Buffer.from('name\nAnn\nSøren\n', 'latin1'), ['1 null wrong_encoding']],
    ['UTF-16', Buffer.from('\ufeffname\nAnn\n', 'utf16le'), ['1 null wrong_encoding']],
    ['an open quote', 'name,email\nAnn,\n"Bob,\n', ['3 null csv_malformed']],
    ['a quote within a cell', 'name,email\nAnn "the",\n', ['2 null csv_malformed']],
    ['201 columns', `name${',x'.repeat(200)}\n`, ['1 null csv_too_large']],
    ['a cell of 10 MB', `name,address\nAnn,\nBob,"${'x'.repeat(10_000_000)}"\n`, ['3 null csv_too_large']],
    ['a cell of more than 64 KiB', `name,address\nAnn,${'x'.repeat(65_537)}\n`, ['2 null csv_too_large']],
  ] as const) {
    test(what, async () => {
      assert.deepEqual(await wrong('contacts', file), expected);
    });
  }

  test('a byte order mark, semicolons, CRLF and blank lines are no error', async () => {
    const found = await company.checked(
      'contacts',
      '\ufeff name ; "e-mail"\r\n\r\n "Ann; B." ; \r\n;\r\n'.replace('e-mail', 'email'),
    );
    assert.deepEqual([found.errorCount, found.rows, found.records], [0, 1, 1]);
  });
});

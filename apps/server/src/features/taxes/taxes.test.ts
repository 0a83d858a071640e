import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Tax, type TaxInput, TaxList } from '@crypto-erp/contract/taxes';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { accountsByRole } from '../../testing/accounts-by-role.ts';
import { refused, type TestBooks, testApp, testBooks } from '../../testing/books.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { changeAccount, createAccount } from '../accounts/service.ts';
import { findTax, listTaxes } from './read-model.ts';
import { taxesRoutes } from './routes.ts';
import { changeTax, createTax } from './service.ts';

let books: TestBooks;
let accountId: string;
let codes = 0;
before(async () => {
  books = await testBooks();
  accountId = await roleId('tax_payable');
});
after(() => books?.close());

/** Runs `work` in the first company. */
function inMine<T>(work: Parameters<typeof books.db.inCompany<T>>[1]): Promise<T> {
  return books.db.inCompany(books.mine.companyId, work);
}

async function roleId(role: 'tax_payable' | 'tax_receivable' | 'receivable' | 'payable'): Promise<string> {
  const id = (await inMine((trx) => accountsByRole(trx, books.mine.companyId))).get(role);
  assert.ok(id);
  return id;
}

/** A tax of a new code. */
function create(input: Partial<TaxInput>): Promise<Tax> {
  codes += 1;
  const plain: TaxInput = {
    code: `T${codes}`,
    name: 'VAT',
    kind: 'standard',
    rate: '21',
    inclusive: false,
    exemptReason: null,
    accountId,
  };
  return inMine((trx) => createTax(trx, books.mine, { ...plain, ...input }));
}

describe('a tax', () => {
  test('keeps every field; its rate is written in one way', async () => {
    const tax = await create({ rate: '21.500000', inclusive: true });
    assert.deepEqual(tax, {
      id: tax.id,
      code: `T${codes}`,
      name: 'VAT',
      kind: 'standard',
      rate: '21.5',
      inclusive: true,
      exemptReason: null,
      accountId,
      inputAccountId: await roleId('tax_receivable'),
      archived: false,
      version: 1,
    });
    for (const [rate, expected] of [
      ['0', '0'],
      ['0.000000', '0'],
      ['100.000000', '100'],
      ['10', '10'],
      ['0.000001', '0.000001'],
    ]) {
      assert.equal((await create({ rate })).rate, expected);
    }
  });

  test('says why it is exempt, else has an account', async () => {
    const exempt = await create({ kind: 'exempt', rate: '0', exemptReason: 'Article 132', accountId: null });
    assert.equal(exempt.exemptReason, 'Article 132');
    await assert.rejects(
      create({ kind: 'exempt', rate: '0', accountId: null }),
      refused('invalid_input', '/exemptReason'),
    );
    await assert.rejects(
      create({ kind: 'exempt', rate: '0.5', exemptReason: 'Article 132', accountId: null }),
      refused('invalid_input', '/rate'),
    );
    const exact = { kind: 'exempt', rate: '0.000', exemptReason: 'Article 132', accountId: null } as const;
    assert.equal((await create(exact)).rate, '0');
    await assert.rejects(create({ exemptReason: 'Article 132' }), refused('invalid_input', '/exemptReason'));
    const reverse = await create({ kind: 'reverse-charge', exemptReason: 'Article 196' });
    assert.deepEqual([reverse.rate, reverse.exemptReason], ['21', 'Article 196']);
    for (const kind of ['standard', 'reverse-charge'] as const) {
      await assert.rejects(create({ kind, accountId: null }), refused('invalid_input', '/accountId'));
    }
  });

  test('is posted to an account that takes lines', async () => {
    const account = await inMine((trx) =>
      createAccount(trx, books.mine, {
        code: 'V1',
        name: 'Old',
        type: 'liability',
        parentId: null,
        postable: true,
      }),
    );
    await inMine((trx) => changeAccount(trx, books.mine, account.id, { ...account, archived: true }));
    const heading = (await inMine((trx) => listAccounts(trx, books.mine.companyId))).find((a) => !a.postable);
    const theirs = await books.db.inCompany(books.other.companyId, (trx) =>
      accountsByRole(trx, books.other.companyId),
    );
    const refusals = [
      [newId(), 'unknown_account'],
      [theirs.get('tax_payable'), 'unknown_account'],
      [account.id, 'account_archived'],
      [heading?.id, 'account_not_postable'],
      [await roleId('receivable'), 'control_account'],
      [await roleId('payable'), 'control_account'],
    ] as const;
    for (const [id, code] of refusals) {
      assert.ok(id);
      await assert.rejects(create({ accountId: id }), refused(code, '/accountId'), code);
      // Also where none is needed.
      const exempt = { kind: 'exempt', rate: '0', exemptReason: 'Why', accountId: id } as const;
      await assert.rejects(create(exempt), refused(code, '/accountId'), code);
    }
  });

  test('has a code of its own in its company, is renamed and archived, each at the version read', async () => {
    const tax = await create({ code: 'ONCE' });
    await assert.rejects(create({ code: 'ONCE' }), refused('already_exists', '/code'));
    const update = { name: 'Renamed', archived: true, version: 1 };
    const changed = await inMine((trx) => changeTax(trx, books.mine, tax.id, update));
    assert.deepEqual(changed, { ...tax, name: 'Renamed', archived: true, version: 2 });
    await assert.rejects(
      inMine((trx) => changeTax(trx, books.mine, tax.id, update)),
      refused('version_conflict', '/version'),
    );
    const audited = await books.audited(books.mine.companyId);
    assert.deepEqual(audited.slice(-2), ['tax.created', 'tax.changed']);

    await books.db.inCompany(books.other.companyId, async (trx) => {
      assert.equal(await findTax(trx, books.mine.companyId, tax.id), null);
      assert.deepEqual(await listTaxes(trx, books.mine.companyId), { items: [] });
      await assert.rejects(changeTax(trx, books.other, tax.id, update), refused('not_found'));
      const account = (await accountsByRole(trx, books.other.companyId)).get('tax_payable') ?? null;
      await createTax(trx, books.other, { ...tax, accountId: account, inputAccountId: null });
    });
  });
});

test('over HTTP: create, change, list, and what the schema refuses', async () => {
  const app = await testApp(books.mine.companyId, 'accountant', (app) => taxesRoutes(app, { db: books.db }));
  try {
    const input = {
      code: 'HTTP',
      name: 'VAT',
      kind: 'standard',
      rate: '7.50',
      inclusive: false,
      exemptReason: null,
      accountId,
    };
    const inputAccountId = await roleId('tax_receivable');
    const made = await app.call('POST', 'taxes', input);
    assert.deepEqual(made, {
      status: 201,
      body: { id: made.body.id, ...input, inputAccountId, rate: '7.5', archived: false, version: 1 },
    });
    const update = { name: 'VAT 7.5 %', archived: false, version: 1 };
    const changed = await app.call('PATCH', `taxes/${made.body.id}`, update);
    assert.deepEqual(changed.body, { ...made.body, name: 'VAT 7.5 %', version: 2 });
    const list = await app.call('GET', 'taxes');
    assert.ok(Value.Check(TaxList, list.body));
    assert.ok(list.body.items.some((tax: Tax) => tax.id === made.body.id));
    for (const wrong of [
      { rate: 7.5 },
      { rate: '100.1' },
      { rate: '-1' },
      { rate: '1e1' },
      { kind: 'none' },
    ]) {
      const answer = await app.call('POST', 'taxes', { ...input, code: 'WRONG', ...wrong });
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_input'], JSON.stringify(wrong));
    }
  } finally {
    await app.close();
  }
});

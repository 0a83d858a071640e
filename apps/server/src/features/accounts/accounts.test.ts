import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  ACCOUNT_ROLES,
  type Account,
  AccountList,
  type AccountRole,
  type AccountUpdate,
} from '@crypto-erp/contract/accounts';
import { CHART_TEMPLATES } from '@crypto-erp/contract/companies';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { accountsByRole } from '../../testing/accounts-by-role.ts';
import { refused, type TestBooks, testApp, testBooks } from '../../testing/books.ts';
import { postItem } from '../entries/post-item.ts';
import { postWithin } from '../entries/service.ts';
import { changeTax, createTax } from '../taxes/service.ts';
import { listAccounts } from './read-model.ts';
import { accountsRoutes } from './routes.ts';
import { changeAccount, createAccount, createChart } from './service.ts';
import { chartTemplate } from './templates/template.ts';

let books: TestBooks;
before(async () => {
  books = await testBooks();
});
after(() => books?.close());

/** Runs `work` in the first company. */
function inMine<T>(work: Parameters<typeof books.db.inCompany<T>>[1]): Promise<T> {
  return books.db.inCompany(books.mine.companyId, work);
}

function create(code: string, parent: Account | null = null, postable = false): Promise<Account> {
  const input = {
    code,
    name: `Account ${code}`,
    type: 'asset' as const,
    parentId: parent?.id ?? null,
    postable,
  };
  return inMine((trx) => createAccount(trx, books.mine, input));
}

/** The update that leaves `account` as it was read. */
function updateOf({ code, name, parentId, archived, version }: Account): AccountUpdate {
  return { code, name, parentId, archived, version };
}

function change(account: Account, more: Partial<AccountUpdate>): Promise<Account> {
  return inMine((trx) => changeAccount(trx, books.mine, account.id, { ...updateOf(account), ...more }));
}

function chart(): Promise<Account[]> {
  return inMine((trx) => listAccounts(trx, books.mine.companyId));
}

describe('the chart of a new company', () => {
  for (const id of CHART_TEMPLATES) {
    test(`holds every account of the template ${id} in its place, with every role`, async () => {
      const template = chartTemplate(id);
      const fresh = await books.emptyCompany();
      const accounts = await books.db.inCompany(fresh, async (trx) => {
        await createChart(trx, fresh, template);
        return listAccounts(trx, fresh);
      });
      const codes = new Map(accounts.map((account) => [account.id, account.code]));
      const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);
      assert.deepEqual(
        accounts.map(({ code, name, type, role, cashFlow, parentId, postable, archived, version }) => {
          const parent = parentId === null ? null : codes.get(parentId);
          return { code, name, type, role, cashFlow, parent, postable, archived, version };
        }),
        template
          .map(({ code, name, type, role = null, cashFlow = null, parent = null, postable }) => {
            return { code, name, type, role, cashFlow, parent, postable, archived: false, version: 1 };
          })
          .sort(byCode),
      );
      const roles = await books.db.inCompany(fresh, (trx) => accountsByRole(trx, fresh));
      assert.deepEqual([...roles.keys()].sort(), [...ACCOUNT_ROLES].sort());
      const receivable = accounts.find((account) => account.role === 'receivable');
      assert.equal(roles.get('receivable'), receivable?.id);
    });
  }

  test('is refused when a parent is not among the accounts', async () => {
    const fresh = await books.emptyCompany();
    const orphan = { code: '1', name: 'One', type: 'asset' as const, parent: '0', postable: true };
    await assert.rejects(
      books.db.inCompany(fresh, (trx) => createChart(trx, fresh, [orphan])),
      /no account 0/,
    );
  });
});

describe('an account', () => {
  test('is added, renamed and audited; a code is taken once, but in another company it is free', async () => {
    const account = await create('X100', null, true);
    const { id } = account;
    assert.deepEqual(account, {
      id,
      code: 'X100',
      name: 'Account X100',
      type: 'asset',
      role: null,
      cashFlow: null,
      parentId: null,
      postable: true,
      archived: false,
      version: 1,
    });
    await assert.rejects(create('X100'), refused('already_exists', '/code'));
    const second = await create('X101');
    await assert.rejects(change(second, { code: 'X100' }), refused('already_exists', '/code'));
    const changed = await change(account, { code: 'X102', name: 'Renamed' });
    assert.deepEqual(changed, { ...account, code: 'X102', name: 'Renamed', version: 2 });
    await assert.rejects(change(account, { name: 'Old' }), refused('version_conflict', '/version'));
    await books.db.inCompany(books.other.companyId, (trx) =>
      createAccount(trx, books.other, { ...account, code: 'X102', parentId: null }),
    );
    const audited = await books.audited(books.mine.companyId);
    assert.deepEqual(audited, ['account.created', 'account.created', 'account.changed']);
  });

  test('stands below a heading of its type only', async () => {
    const leaf = await create('P1', null, true);
    await assert.rejects(create('P2', leaf), refused('invalid_input', '/parentId'));
    const accounts = await chart();
    const income = accounts.find((account) => account.type === 'income' && !account.postable);
    assert.ok(income);
    await assert.rejects(create('P2', income), refused('invalid_input', '/parentId'));
    await assert.rejects(change(leaf, { parentId: income.id }), refused('invalid_input', '/parentId'));
    await assert.rejects(change(leaf, { parentId: newId() }), refused('unknown_account', '/parentId'));
    const theirs = await books.db.inCompany(books.other.companyId, (trx) =>
      listAccounts(trx, books.other.companyId),
    );
    const heading = theirs.find((account) => account.type === 'asset' && !account.postable);
    assert.ok(heading);
    await assert.rejects(create('P2', heading), refused('unknown_account', '/parentId'));
  });

  test('never stands below itself, not even when two moves come at once', async () => {
    const a = await create('C1');
    const b = await create('C2', a);
    const c = await create('C3', b);
    for (const below of [a, b, c]) {
      await assert.rejects(change(a, { parentId: below.id }), refused('invalid_input', '/parentId'));
    }
    const moved = await change(c, { parentId: null });
    let second: Promise<unknown> = Promise.resolve();
    await inMine(async (trx) => {
      await changeAccount(trx, books.mine, a.id, { ...updateOf(a), parentId: c.id });
      second = change(moved, { parentId: b.id });
      await Promise.race([books.untilOneWaits(), second]);
    });
    await assert.rejects(second, refused('invalid_input', '/parentId'));
    const byId = new Map((await chart()).map((account) => [account.id, account]));
    for (const start of [a, b, c]) {
      let steps = 0;
      for (let at = byId.get(start.id); at !== undefined; at = byId.get(at.parentId ?? '')) {
        steps += 1;
        assert.ok(steps <= 3, 'a circle');
      }
    }
  });

  test('is archived only without a role and without accounts in use below it', async () => {
    const bank = (await chart()).find((account) => account.role === 'bank');
    assert.ok(bank);
    await assert.rejects(change(bank, { archived: true }), refused('in_use'));
    const heading = await create('A1');
    const leaf = await create('A2', heading, true);
    await assert.rejects(change(heading, { archived: true }), refused('in_use'));
    const archivedLeaf = await change(leaf, { archived: true });
    const archived = await change(heading, { archived: true });
    assert.equal(archived.archived, true);

    await assert.rejects(create('A3', archived), refused('account_archived', '/parentId'));
    await assert.rejects(change(archivedLeaf, { archived: false }), refused('account_archived', '/parentId'));
    const renamed = await change(archivedLeaf, { name: 'Still archived' });
    await change(archived, { archived: false });
    assert.equal((await change(renamed, { archived: false })).archived, false);
  });

  test('stays in use while a tax is posted to it, until the tax is archived', async () => {
    const account = await create('T1', null, true);
    const tax = await inMine((trx) =>
      createTax(trx, books.mine, {
        code: 'VAT',
        name: 'VAT',
        kind: 'standard',
        rate: '21',
        inclusive: false,
        exemptReason: null,
        accountId: account.id,
      }),
    );
    await assert.rejects(change(account, { archived: true }), refused('in_use'));
    const set = (archived: boolean, version: number) =>
      inMine((trx) => changeTax(trx, books.mine, tax.id, { name: 'VAT', archived, version }));
    await set(true, 1);
    assert.equal((await change(account, { archived: true })).archived, true);
    await assert.rejects(set(false, 2), refused('account_archived', '/archived'));
  });

  test('takes a role that is free and fits, once, and gives back one that has told no lines apart', async () => {
    const fees = (await chart()).find((account) => account.role === 'bank_fees');
    assert.ok(fees);
    const free = await create('R1', null, true);
    await assert.rejects(change(free, { role: 'bank' }), refused('already_exists', '/role'));
    await assert.rejects(change(free, { role: 'bank_fees' }), refused('account_wrong_type', '/role'));
    await assert.rejects(change(fees, { role: 'rounding' }), refused('in_use', '/role'));
    const bare = await change(fees, { role: null });
    assert.equal(bare.role, null);
    assert.equal((await change(bare, { name: 'Fees' })).role, null);
    const input = {
      code: 'R2',
      name: 'R2',
      type: 'expense' as const,
      parentId: null,
      role: 'bank_fees' as const,
    };
    await assert.rejects(
      inMine((trx) => createAccount(trx, books.mine, { ...input, postable: false })),
      refused('in_use', '/role'),
    );
    const made = await inMine((trx) => createAccount(trx, books.mine, { ...input, postable: true }));
    assert.equal(made.role, 'bank_fees');
    assert.equal((await change(made, { name: 'Bank fees' })).role, 'bank_fees');
  });

  test('keeps the role of a control account and of the retained earnings once it has lines', async () => {
    const company = await books.company();
    const { companyId } = company;
    const run = <T>(work: Parameters<typeof books.db.inCompany<T>>[1]) => books.db.inCompany(companyId, work);
    const byRole = new Map((await run((trx) => listAccounts(trx, companyId))).map((one) => [one.role, one]));
    const account = (role: AccountRole): Account => {
      const found = byRole.get(role);
      assert.ok(found);
      return found;
    };
    const line = (role: AccountRole, amount: string) => ({
      account_id: account(role).id,
      asset: 'EUR',
      quantity: amount,
      base_amount: amount,
      description: '',
      contact_id: null,
    });
    const entry = {
      id: newId(),
      series: 'JE',
      fiscal_year: 2026,
      date: '2026-03-01',
      description: '',
      source: 'invoice' as const,
      source_id: null,
      reverses_id: null,
      lines: [line('receivable', '2'), line('retained_earnings', '-1'), line('bank', '-1')],
    };
    const item = postItem({ actor: company.actor, command: null, action: 'entry.posted', answer: {}, entry });
    await run((trx) => postWithin(trx, companyId, item));
    const set = (one: Account, role: AccountRole | null) =>
      run((trx) => changeAccount(trx, company, one.id, { ...updateOf(one), role }));
    await assert.rejects(set(account('receivable'), null), refused('in_use', '/role'));
    await assert.rejects(set(account('retained_earnings'), null), refused('in_use', '/role'));
    await set(account('payable'), null);
    const bank = await set(account('bank'), null);
    await assert.rejects(set(bank, 'payable'), refused('account_wrong_type', '/role'));
    assert.equal((await set(bank, 'bank')).role, 'bank');
  });

  test('is not there for another company', async () => {
    const account = await create('H1');
    await books.db.inCompany(books.other.companyId, async (trx) => {
      assert.deepEqual(await listAccounts(trx, books.mine.companyId), []);
      await assert.rejects(changeAccount(trx, books.other, account.id, account), refused('not_found'));
    });
  });
});

test('over HTTP: the chart by code, an account added and archived, a clerk refused', async () => {
  const register = (app: Parameters<typeof accountsRoutes>[0]) => accountsRoutes(app, { db: books.db });
  const app = await testApp(books.mine.companyId, 'accountant', register);
  const clerk = await testApp(books.mine.companyId, 'clerk', register);
  try {
    const input = { code: 'Z1', name: 'Zed', type: 'expense', parentId: null, postable: true };
    const made = await app.call('POST', 'accounts', input);
    assert.equal(made.status, 201);
    const update = { code: 'Z2', name: 'Zed', parentId: null, archived: true, version: 1 };
    const changed = await app.call('PATCH', `accounts/${made.body.id}`, update);
    assert.deepEqual(changed, {
      status: 200,
      body: { ...made.body, code: 'Z2', archived: true, version: 2 },
    });
    const list = await app.call('GET', 'accounts');
    assert.ok(Value.Check(AccountList, list.body));
    const codes = list.body.items.map((account: Account) => account.code);
    assert.deepEqual(codes, codes.toSorted());
    assert.ok(codes.includes('Z2'));
    assert.equal((await clerk.call('POST', 'accounts', input)).body.code, 'not_permitted');
  } finally {
    await app.close();
    await clerk.close();
  }
});

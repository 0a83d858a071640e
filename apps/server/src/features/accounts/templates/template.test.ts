import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ACCOUNT_ROLES, AccountInput, ROLE_TYPES } from '@crypto-erp/contract/accounts';
import { CHART_TEMPLATES } from '@crypto-erp/contract/companies';
import { Check } from 'typebox/value';
import { chartTemplate } from './template.ts';

for (const id of CHART_TEMPLATES) {
  const accounts = chartTemplate(id);
  const byCode = new Map(accounts.map((account) => [account.code, account]));

  describe(`chart template ${id}`, () => {
    it('has a size a small company can read', () => {
      const leaves = accounts.filter((account) => account.postable).length;
      assert.ok(leaves >= 60 && leaves <= 110, `${leaves} accounts take lines`);
    });

    it('has accounts the API would take', () => {
      for (const { code, name, type, postable } of accounts) {
        assert.ok(Check(AccountInput, { code, name, type, postable, parentId: null }), code);
      }
    });

    it('has unique codes and unique names under one heading', () => {
      assert.equal(byCode.size, accounts.length);
      const names = new Set(accounts.map((account) => `${account.parent}/${account.name}`));
      assert.equal(names.size, accounts.length);
    });

    it('puts every account below a heading that stands before it', () => {
      const seen = new Set<string>();
      for (const account of accounts) {
        if (account.parent !== undefined) {
          assert.ok(seen.has(account.parent), account.code);
          assert.equal(byCode.get(account.parent)?.postable, false, account.code);
        }
        seen.add(account.code);
      }
    });

    it('takes lines on leaves only', () => {
      const parents = new Set(accounts.map((account) => account.parent));
      for (const account of accounts)
        assert.equal(account.postable, !parents.has(account.code), account.code);
    });

    it('keeps one type along each branch, and has all five', () => {
      for (const account of accounts) {
        if (account.parent !== undefined)
          assert.equal(byCode.get(account.parent)?.type, account.type, account.code);
      }
      assert.equal(new Set(accounts.map((account) => account.type)).size, 5);
    });

    it('has each role once, on a leaf of the right type', () => {
      for (const role of ACCOUNT_ROLES) {
        const holders = accounts.filter((account) => account.role === role);
        assert.equal(holders.length, 1, role);
        assert.equal(holders[0]?.postable, true, role);
        assert.equal(holders[0]?.type, ROLE_TYPES[role], role);
      }
    });
  });
}

describe('Spanish PGC', () => {
  it('keeps the official codes of what a Spanish accountant looks for', () => {
    const roles = Object.fromEntries(
      chartTemplate('es-pgc').flatMap(({ role, code }) => (role ? [[role, code]] : [])),
    );
    assert.deepEqual(
      [roles.receivable, roles.payable, roles.bank, roles.sales, roles.tax_payable, roles.tax_receivable],
      ['430', '400', '572', '705', '477', '472'],
    );
    assert.deepEqual(
      [roles.exchange_gain, roles.exchange_loss, roles.retained_earnings],
      ['768', '668', '120'],
    );
    assert.deepEqual([roles.expenses, roles.bank_fees, roles.write_off], ['629', '6260', '650']);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refused } from '../../testing/books.ts';
import { type AccountState, usableAccount } from './usable-account.ts';

const plain: AccountState = { code: '1', type: 'asset', role: null, postable: true, archived: false };

test('an account is used unless it is not there, archived, a heading, a control account or of another type', () => {
  assert.equal(usableAccount(plain, '/x'), plain);
  assert.equal(usableAccount(plain, '/x', { types: ['income', 'asset'] }), plain);
  const bank: AccountState = { ...plain, role: 'bank' };
  assert.equal(usableAccount(bank, '/x'), bank);
  for (const [account, code] of [
    [null, 'unknown_account'],
    [undefined, 'unknown_account'],
    [{ ...plain, archived: true }, 'account_archived'],
    [{ ...plain, postable: false }, 'account_not_postable'],
    [{ ...plain, role: 'receivable' }, 'control_account'],
    [{ ...plain, role: 'payable' }, 'control_account'],
    [{ ...plain, type: 'liability' }, 'account_wrong_type'],
  ] as const) {
    assert.throws(() => usableAccount(account, '/x', { types: ['asset', 'income'] }), refused(code, '/x'));
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '@crypto-erp/contract/accounts';
import { accountRows } from './account-tree.ts';

function account(code: string, parentId: string | null = null): Account {
  return {
    id: code,
    code,
    name: code,
    type: 'asset',
    role: null,
    cashFlow: null,
    parentId,
    postable: true,
    archived: false,
    version: 1,
  };
}

test('children follow their heading, codes ascending', () => {
  const rows = accountRows([account('20'), account('11', '1'), account('1'), account('10', '1')]);
  assert.deepEqual(
    rows.map(({ account, depth }) => [account.code, depth]),
    [
      ['1', 0],
      ['10', 1],
      ['11', 1],
      ['20', 0],
    ],
  );
});

test('an account whose heading is hidden is not lost', () => {
  assert.deepEqual(
    accountRows([account('11', 'hidden')]).map(({ depth }) => depth),
    [0],
  );
});

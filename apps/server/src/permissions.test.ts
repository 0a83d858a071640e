import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PERMISSIONS, type Permission, ROLES, type Role } from '@crypto-erp/contract/roles';
import { can, mayGrant, permissionsOf } from './permissions.ts';

/** The roles that may do each thing, written out once more by hand. */
const EXPECTED: Record<Permission, string> = {
  'company:read': 'owner admin accountant clerk approver auditor',
  'company:write': 'owner admin',
  'members:read': 'owner admin accountant approver auditor',
  'members:write': 'owner admin',
  'api-keys:read': 'owner admin approver auditor',
  'api-keys:write': 'owner admin',
  'accounts:read': 'owner admin accountant clerk approver auditor',
  'accounts:write': 'owner admin accountant',
  'entries:read': 'owner admin accountant clerk approver auditor',
  'entries:write': 'owner admin accountant clerk',
  'entries:post': 'owner admin accountant approver',
  'contacts:read': 'owner admin accountant clerk approver auditor',
  'contacts:write': 'owner admin accountant clerk',
  'taxes:read': 'owner admin accountant clerk approver auditor',
  'taxes:write': 'owner admin accountant',
  'invoices:read': 'owner admin accountant clerk approver auditor',
  'invoices:write': 'owner admin accountant clerk',
  'invoices:post': 'owner admin accountant approver',
  'payments:read': 'owner admin accountant clerk approver auditor',
  'payments:write': 'owner admin accountant clerk',
  'payments:reverse': 'owner admin accountant',
  'bills:read': 'owner admin accountant clerk approver auditor',
  'bills:write': 'owner admin accountant clerk',
  'bills:post': 'owner admin accountant approver',
  'approvals:read': 'owner admin accountant clerk approver auditor',
  'approvals:write': 'owner admin accountant approver',
  'attachments:read': 'owner admin accountant clerk approver auditor',
  'attachments:write': 'owner admin accountant clerk',
  'comments:read': 'owner admin accountant clerk approver auditor',
  'comments:write': 'owner admin accountant clerk approver',
  'recurring:read': 'owner admin accountant clerk approver auditor',
  'recurring:write': 'owner admin accountant',
  'reminders:read': 'owner admin accountant clerk approver auditor',
  'reminders:write': 'owner admin accountant clerk',
  'bank:read': 'owner admin accountant clerk approver auditor',
  'bank:write': 'owner admin accountant clerk',
  'imports:read': 'owner admin accountant approver auditor',
  'imports:write': 'owner admin accountant',
  'exports:read': 'owner admin accountant approver auditor',
  'webhooks:read': 'owner admin approver auditor',
  'webhooks:write': 'owner admin',
  'events:read': 'owner admin accountant approver auditor',
  'budgets:read': 'owner admin accountant clerk approver auditor',
  'budgets:write': 'owner admin accountant',
  'dimensions:read': 'owner admin accountant clerk approver auditor',
  'dimensions:write': 'owner admin accountant',
  'periods:read': 'owner admin accountant clerk approver auditor',
  'periods:write': 'owner admin accountant',
  'periods:reopen': 'owner',
  'prices:read': 'owner admin accountant clerk approver auditor',
  'prices:write': 'owner admin accountant',
  'wallets:read': 'owner admin accountant clerk approver auditor',
  'wallets:write': 'owner admin accountant clerk',
  'transactions:read': 'owner admin accountant clerk approver auditor',
  'transactions:write': 'owner admin accountant clerk',
  'transactions:post': 'owner admin accountant',
  'reports:read': 'owner admin accountant clerk approver auditor',
  'audit-log:read': 'owner admin accountant approver auditor',
};

describe('permissions', () => {
  for (const permission of PERMISSIONS) {
    it(`${permission} is for ${EXPECTED[permission]}`, () => {
      assert.equal(ROLES.filter((role) => can(role, permission)).join(' '), EXPECTED[permission]);
    });
  }

  it('let an auditor change nothing', () => {
    assert.deepEqual(
      permissionsOf('auditor').filter((permission) => !permission.endsWith(':read')),
      [],
    );
  });
});

describe('granting', () => {
  it('gives the owner role by owners only', () => {
    assert.deepEqual(
      ROLES.filter((role) => mayGrant(role, 'owner')),
      ['owner'],
    );
  });

  it('never gives more than the granter may do', () => {
    const pairs = ROLES.flatMap((granter) => ROLES.map((granted): [Role, Role] => [granter, granted]));
    for (const [granter, granted] of pairs.filter((pair) => mayGrant(...pair))) {
      for (const permission of permissionsOf(granted))
        assert.ok(can(granter, permission), `${granter} → ${granted}`);
    }
    assert.ok(mayGrant('admin', 'admin'));
    assert.ok(!mayGrant('accountant', 'admin'));
  });
});

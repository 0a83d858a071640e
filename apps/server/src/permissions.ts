import { PERMISSIONS, type Permission, type Role } from '@crypto-erp/contract/roles';

const READS = PERMISSIONS.filter((permission) => permission.endsWith(':read'));

/** Running the company itself, which is the owner's and the admin's. */
const COMPANY: readonly Permission[] = [
  'company:write',
  'members:write',
  'api-keys:read',
  'api-keys:write',
  'webhooks:read',
  'webhooks:write',
];

/** What changes the past, which is the owner's alone. */
const OWNERS: readonly Permission[] = ['periods:reopen'];

const without = (...taken: (readonly Permission[])[]): Permission[] =>
  PERMISSIONS.filter((permission) => !taken.flat().includes(permission));

/** What each role may do. What only an owner may do, granting the owner's role, is in `mayGrant`. */
const TABLE: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  admin: without(OWNERS),
  accountant: without(OWNERS, COMPANY),
  clerk: [
    'company:read',
    'accounts:read',
    'entries:read',
    'entries:write',
    'contacts:read',
    'contacts:write',
    'taxes:read',
    'invoices:read',
    'invoices:write',
    'payments:read',
    'payments:write',
    'bills:read',
    'bills:write',
    'approvals:read',
    'attachments:read',
    'attachments:write',
    'comments:read',
    'comments:write',
    'recurring:read',
    'reminders:read',
    'reminders:write',
    'bank:read',
    'bank:write',
    'budgets:read',
    'dimensions:read',
    'periods:read',
    'prices:read',
    'wallets:read',
    'wallets:write',
    'transactions:read',
    'transactions:write',
    'reports:read',
  ],
  approver: [...READS, 'entries:post', 'invoices:post', 'bills:post', 'approvals:write', 'comments:write'],
  auditor: READS,
};

/** Everything `role` may do. */
export function permissionsOf(role: Role): Permission[] {
  return [...TABLE[role]];
}

/** Whether `role` may do what `permission` names. */
export function can(role: Role, permission: Permission): boolean {
  return TABLE[role].includes(permission);
}

/**
 * Whether someone with the role `granter` may give, change or take the role `granted`: never more than the
 * granter may do, and the owner's role only by an owner.
 */
export function mayGrant(granter: Role, granted: Role): boolean {
  if (granted === 'owner') return granter === 'owner';
  return TABLE[granted].every((permission) => can(granter, permission));
}

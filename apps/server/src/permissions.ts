import { PERMISSIONS, type Permission, type Role } from '@crypto-erp/contract/roles';

const READS = PERMISSIONS.filter((permission) => permission.endsWith(':read'));

/** Running the company itself, which is the owner's and the admin's. */
const COMPANY: readonly Permission[] = ['company:write', 'members:write', 'api-keys:read', 'api-keys:write'];

/** What each role may do. What only an owner may do, granting the owner's role, is in `mayGrant`. */
const TABLE: Readonly<Record<Role, readonly Permission[]>> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  accountant: PERMISSIONS.filter((permission) => !COMPANY.includes(permission)),
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
    'periods:read',
    'prices:read',
    'reports:read',
  ],
  approver: [...READS, 'entries:post', 'invoices:post'],
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

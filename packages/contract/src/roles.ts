import { Type } from 'typebox';

/** The roles a member or an API key may have in a company. */
export const ROLES = ['owner', 'admin', 'accountant', 'clerk', 'approver', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
export const RoleSchema = Type.Enum(ROLES);

/** What a route may demand. Each role's set is in the server's permission table and shown at `/v1/me`. */
export const PERMISSIONS = [
  'company:read',
  'company:write',
  'members:read',
  'members:write',
  'api-keys:read',
  'api-keys:write',
  'accounts:read',
  'accounts:write',
  'entries:read',
  'entries:write',
  'entries:post',
  'contacts:read',
  'contacts:write',
  'taxes:read',
  'taxes:write',
  'invoices:read',
  'invoices:write',
  'invoices:post',
  'payments:read',
  'payments:write',
  'payments:reverse',
  'bills:read',
  'bills:write',
  'bills:post',
  'approvals:read',
  'approvals:write',
  'attachments:read',
  'attachments:write',
  'comments:read',
  'comments:write',
  'recurring:read',
  'recurring:write',
  'reminders:read',
  'reminders:write',
  'bank:read',
  'bank:write',
  'imports:read',
  'imports:write',
  'exports:read',
  'webhooks:read',
  'webhooks:write',
  'events:read',
  'budgets:read',
  'budgets:write',
  'dimensions:read',
  'dimensions:write',
  'periods:read',
  'periods:write',
  'periods:reopen',
  'prices:read',
  'reports:read',
  'audit-log:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
export const PermissionSchema = Type.Enum(PERMISSIONS);

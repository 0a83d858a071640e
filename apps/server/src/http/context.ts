import type { Permission } from '@crypto-erp/contract/roles';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors.ts';
import type { Context } from '../features/audit-log/context.ts';
import { can } from '../permissions.ts';
import { currentMember } from './guard.ts';

/** The company and the actor of a request that the guard let through. */
export function contextOf(request: FastifyRequest): Context {
  const { companyId, actor } = currentMember(request);
  return { companyId, actor };
}

/** For a route whose body asks for more than the route's own permission. Throws `not_permitted`. */
export function requirePermission(request: FastifyRequest, permission: Permission): void {
  const { role } = currentMember(request);
  if (!can(role, permission)) {
    throw new DomainError(
      'not_permitted',
      `Your role in this company, ${role}, does not allow ${permission}.`,
    );
  }
}

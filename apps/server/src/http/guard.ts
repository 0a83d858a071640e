import type { Permission, Role } from '@crypto-erp/contract/roles';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { isId } from '../db/id.ts';
import { DomainError } from '../errors.ts';
import type { Actor } from '../features/audit-log/service.ts';
import { can } from '../permissions.ts';
import type { Access, Identity } from './identity.ts';

/** `public`: anyone. `signed-in`: a user, whatever the company. Else what the role in the company must allow. */
export type RoutePermission = Permission | 'public' | 'signed-in';

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RoutePermission;
  }
  interface FastifyRequest {
    /** Who asks; null on public routes. */
    identity: Identity | null;
    /** Their role in the company of the URL; null elsewhere. */
    role: Role | null;
    /** The company of the URL, after the membership was checked; null elsewhere. */
    companyId: string | null;
  }
}

export interface GuardOptions {
  access: Pick<Access, 'identify' | 'roleIn'>;
  /** The origins whose pages may act for a signed-in user. */
  trustedOrigins: readonly string[];
  /**
   * Routes of plugins that take no config and are open to anyone: by exact URL (`/*` is the route of that URL and
   * no pattern), or by start, `/docs*`. Nothing under `/v1` can be among them.
   */
  open?: readonly string[];
}

/**
 * Puts every route registered after it behind the permission that it declares in `config.permission`. A route
 * that declares none, or one that does not fit its URL, fails at registration. The check runs before the body is
 * read. Throws `not_signed_in`, `invalid_api_key`, `not_permitted`, and `not_found` for a company that the
 * caller is no member of, as for one that does not exist.
 */
export function installGuard(
  app: FastifyInstance,
  { access, trustedOrigins, open = [] }: GuardOptions,
): void {
  app.decorateRequest('identity', null);
  app.decorateRequest('role', null);
  app.decorateRequest('companyId', null);

  app.addHook('onRoute', (route) => {
    if (!isOpen(route.url, open)) checkDeclaration(route);
  });

  app.addHook('onRequest', async (request, reply) => {
    const { permission } = request.routeOptions.config;
    // An unknown address has no permission; nor have the open routes.
    if (request.is404 || permission === undefined) return;
    refuseForeignPage(request, trustedOrigins);
    if (permission !== 'public') await admit(request, reply, permission, access);
  });
}

/** Who asks, on a route that only users reach. */
export function currentUser(request: FastifyRequest): { userId: string; email: string; name: string } {
  const { userId, email, name } = request.identity ?? {};
  if (userId === undefined || email === undefined || name === undefined) {
    throw new DomainError(
      'not_permitted',
      'This needs a signed-in user: an API key acts for a company only.',
    );
  }
  return { userId, email, name };
}

/** Who asks, as the audit log names them, and their role, on a route under a company. */
export function currentMember(request: FastifyRequest): { companyId: string; role: Role; actor: Actor } {
  const { companyId, role, identity } = request;
  if (companyId === null || role === null || identity === null) {
    throw new Error('Only a route under a company with a permission has a current member.');
  }
  return { companyId, role, actor: { ...identity.actor, role } };
}

async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  permission: Permission | 'signed-in',
  access: GuardOptions['access'],
): Promise<void> {
  const identity = await access.identify(request, reply);
  if (identity === null) throw new DomainError('not_signed_in', 'Sign in, or send an API key.');
  request.identity = identity;
  if (permission === 'signed-in') {
    currentUser(request);
    return;
  }
  const { companyId } = request.params as { companyId: string };
  const role = isId(companyId) ? await access.roleIn(companyId, identity) : null;
  if (role === null)
    throw new DomainError('not_found', 'There is no such company, or you are not a member of it.');
  if (!can(role, permission)) {
    throw new DomainError(
      'not_permitted',
      `Your role in this company, ${role}, does not allow ${permission}.`,
    );
  }
  request.role = role;
  request.companyId = companyId;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site's page asks a user's browser for. A browser names the page's origin with
 * every such request; a client that is none sends no origin and carries nobody's cookies but its own.
 */
function refuseForeignPage(request: FastifyRequest, trustedOrigins: readonly string[]): void {
  const { origin, authorization } = request.headers;
  if (SAFE.has(request.method) || authorization !== undefined) return;
  const foreign = origin === undefined ? isCrossSite(request) : !trustedOrigins.includes(origin);
  if (foreign) {
    throw new DomainError(
      'not_permitted',
      `Pages of ${origin ?? 'another site'} may not do this: open the application at its own address.`,
    );
  }
}

function isCrossSite(request: FastifyRequest): boolean {
  return request.headers['sec-fetch-site'] === 'cross-site';
}

function checkDeclaration(route: RouteOptions): void {
  const { permission } = route.config ?? {};
  const name = `${[route.method].flat().join(',')} ${route.url}`;
  if (permission === undefined) {
    throw new Error(`The route ${name} declares no permission: set config.permission.`);
  }
  const underCompany = route.url.split('/').includes(':companyId');
  const ofCompany = permission !== 'public' && permission !== 'signed-in';
  if (underCompany !== ofCompany) {
    throw new Error(
      `The route ${name} cannot ask for "${permission}": a company's permission goes with :companyId.`,
    );
  }
}

function isOpen(url: string, open: readonly string[]): boolean {
  if (url.startsWith('/v1/')) return false;
  return open.some(
    (entry) => url === entry || (/[^/][*]$/.test(entry) && url.startsWith(entry.slice(0, -1))),
  );
}

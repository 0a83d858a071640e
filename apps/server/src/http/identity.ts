import type { Role } from '@crypto-erp/contract/roles';
import { parseCookies } from 'better-auth/cookies';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import { findLiveKey, type LiveKey } from '../features/api-keys/read-model.ts';
import { KEY_START } from '../features/api-keys/service.ts';
import { touchKey } from '../features/api-keys/store.ts';
import type { Actor } from '../features/audit-log/service.ts';
import { findRole } from '../features/members/read-model.ts';
import type { Auth } from '../features/users/auth.ts';
import { secretHash } from '../secrets.ts';

/** Who a request comes from: a signed-in user (`userId`, `email`, `name`) or a company's API key (`apiKey`). */
export interface Identity {
  actor: Actor;
  userId?: string;
  email?: string;
  name?: string;
  apiKey?: { companyId: string; role: Role };
}

/** Answers who asks and with which role, from caches of at most {@link CACHE_MS}. */
export interface Access {
  /**
   * The request's identity, or null when it brings none. A session that the look-up prolonged gets its new
   * cookie on `reply`. Throws `invalid_api_key` for a key that is unknown, expired or revoked.
   */
  identify(request: FastifyRequest, reply: FastifyReply): Promise<Identity | null>;
  /** The role in the company, or null: not a member, or a key of another company. */
  roleIn(companyId: string, identity: Identity): Promise<Role | null>;
  /** To be called after the commit that changed or ended a membership. */
  forgetMembership(companyId: string, userId: string): void;
  /** To be called after the commit that revoked the key. */
  forgetApiKey(id: string): void;
}

/** How long another process may still honour what was ended in this one. In this one it ends at once. */
const CACHE_MS = 30_000;
const TOUCH_MS = 60_000;
const CACHE_ENTRIES = 10_000;

interface Session {
  token: string;
  userId: string;
  email: string;
  name: string;
  expiresAt: Date;
}

export function createAccess({ db, auth }: { db: Database; auth: Auth }): Access {
  const sessions = new LRUCache<string, Session>({ max: CACHE_ENTRIES, ttl: CACHE_MS });
  const keys = new LRUCache<string, LiveKey>({ max: CACHE_ENTRIES, ttl: CACHE_MS });
  const roles = new LRUCache<string, Role>({ max: CACHE_ENTRIES, ttl: CACHE_MS });
  const touched = new LRUCache<string, true>({ max: CACHE_ENTRIES, ttl: TOUCH_MS });
  // Ended tokens and key ids, kept longer than any cache: a look-up that read before the end and fills the cache
  // after it changes nothing. Neither ever comes back to life.
  const ended = new LRUCache<string, true>({ max: 10 * CACHE_ENTRIES, ttl: 2 * CACHE_MS });
  let roleChanges = 0;
  auth.onSessionEnded((token) => ended.set(token, true));

  async function findSession(cookieHeader: string, reply: FastifyReply): Promise<Session | null> {
    const { authCookies } = await auth.library.$context;
    const cookie = parseCookies(cookieHeader).get(authCookies.sessionToken.name);
    if (cookie === undefined) return null;
    // The whole value with its signature is the key, so a hit has been verified before.
    const cacheKey = secretHash(cookie).toString('base64');
    const session = sessions.get(cacheKey) ?? (await readSession(auth, cookieHeader, reply));
    if (session === null || ended.has(session.token) || session.expiresAt.getTime() <= Date.now())
      return null;
    if (!sessions.has(cacheKey)) sessions.set(cacheKey, session);
    return session;
  }

  async function findKey(secret: string): Promise<LiveKey> {
    const hash = secretHash(secret);
    const cacheKey = hash.toString('base64');
    const key = keys.get(cacheKey) ?? (await db.inControl((trx) => findLiveKey(trx, hash)));
    if (
      key === null ||
      ended.has(key.id) ||
      (key.expiresAt !== null && Date.parse(key.expiresAt) <= Date.now())
    ) {
      throw new DomainError(
        'invalid_api_key',
        'This API key is unknown, expired or revoked: create a new one.',
      );
    }
    if (!keys.has(cacheKey)) keys.set(cacheKey, key);
    touch(key.id);
    return key;
  }

  /** Notes the use of a key, at most once a minute, and lets no request wait or fail for it. */
  function touch(id: string): void {
    if (touched.has(id)) return;
    touched.set(id, true);
    db.inControl((trx) => touchKey(trx, id)).catch(() => touched.delete(id));
  }

  return {
    async identify(request, reply) {
      const { authorization, cookie } = request.headers;
      if (authorization !== undefined) {
        const { id, companyId, role } = await findKey(bearer(authorization));
        return { actor: { kind: 'api-key', id, ip: request.ip }, apiKey: { companyId, role } };
      }
      const session = cookie === undefined ? null : await findSession(cookie, reply);
      if (session === null) return null;
      const { userId, email, name } = session;
      return { actor: { kind: 'user', id: userId, ip: request.ip }, userId, email, name };
    },

    async roleIn(companyId, { userId, apiKey }) {
      if (apiKey !== undefined) return apiKey.companyId === companyId ? apiKey.role : null;
      if (userId === undefined) return null;
      const cacheKey = `${companyId} ${userId}`;
      const cached = roles.get(cacheKey);
      if (cached !== undefined) return cached;
      const changesBefore = roleChanges;
      const role = await db.inControl((trx) => findRole(trx, companyId, userId));
      // A role read while one changed may be the old one: it serves this request and is not kept.
      if (role !== null && roleChanges === changesBefore) roles.set(cacheKey, role);
      return role;
    },

    forgetMembership(companyId, userId) {
      roleChanges += 1;
      roles.delete(`${companyId} ${userId}`);
    },

    forgetApiKey(id) {
      ended.set(id, true);
    },
  };
}

async function readSession(auth: Auth, cookieHeader: string, reply: FastifyReply): Promise<Session | null> {
  const { response, headers } = await auth.library.api.getSession({
    headers: new Headers({ cookie: cookieHeader }),
    returnHeaders: true,
  });
  if (response === null) return null;
  // The library prolongs a session that is used; the browser must learn the new date.
  const renewed = headers?.getSetCookie() ?? [];
  if (renewed.length > 0) reply.header('set-cookie', renewed);
  const { session, user } = response;
  return {
    token: session.token,
    userId: user.id,
    email: user.email,
    name: user.name,
    expiresAt: session.expiresAt,
  };
}

function bearer(authorization: string): string {
  const [scheme, secret, rest] = authorization.split(' ');
  if (scheme?.toLowerCase() === 'bearer' && secret?.startsWith(KEY_START) && rest === undefined)
    return secret;
  throw new DomainError('invalid_api_key', `Send an API key as "Authorization: Bearer ${KEY_START}…".`);
}

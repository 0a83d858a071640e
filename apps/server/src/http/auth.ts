import { Nothing } from '@crypto-erp/contract/auth';
import type { ErrorCode } from '@crypto-erp/contract/problem';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors.ts';
import { AUTH_PATH, type Auth, CLIENT_IP_HEADER } from '../features/users/auth.ts';
import { type Attempts, limitAttempts } from './attempts.ts';
import { AUTH_ENDPOINTS, type AuthEndpoint } from './auth-endpoints.ts';
import type { App } from './types.ts';

/** Passwords and codes are short; nothing here needs more. */
const BODY_LIMIT = 64 * 1024;

export interface AuthRoutesDeps {
  auth: Auth;
  /** Wrong passwords and codes from one address. Default: 20 in 60 seconds. */
  failures?: Limit;
  /** New users from one address. Default: 100 in 60 seconds. */
  signUps?: Limit;
}

interface Limit {
  max: number;
  windowSeconds: number;
}

/** Mounts the sign-in library under `/v1/auth`, with its refusals as problems like all others. */
export function authRoutes(app: App, deps: AuthRoutesDeps): void {
  const { auth, failures = { max: 20, windowSeconds: 60 }, signUps = { max: 100, windowSeconds: 60 } } = deps;
  const limits = { failures: limitAttempts(failures), all: limitAttempts(signUps) };

  for (const endpoint of AUTH_ENDPOINTS) {
    app.route({
      method: endpoint.method,
      url: `${AUTH_PATH}${endpoint.path}`,
      bodyLimit: BODY_LIMIT,
      config: { permission: endpoint.permission },
      schema: { tags: ['auth'], summary: endpoint.summary, ...(endpoint.body && { body: endpoint.body }) },
      // A command that takes nothing may be sent without a body.
      preValidation: async (request) => {
        if (endpoint.body === Nothing) request.body ??= {};
      },
      handler: (request, reply) =>
        run(auth, endpoint, endpoint.limit && limits[endpoint.limit], request, reply),
    });
  }
}

async function run(
  auth: Auth,
  endpoint: AuthEndpoint,
  attempts: Attempts | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  attempts?.begin(request.ip);
  const response = await auth.library.handler(toFetchRequest(auth, endpoint, request));
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  const text = await response.text();
  const body: unknown = text === '' ? null : JSON.parse(text);
  if (!response.ok) throw refusal(response.status, body);
  if (endpoint.limit === 'failures') attempts?.forgive(request.ip);
  // Answers hold sessions and secrets.
  reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
  return reply.status(response.status).send(JSON.stringify(body));
}

/** The request as the library reads it: only the headers it needs, and the address that we determined. */
function toFetchRequest(auth: Auth, endpoint: AuthEndpoint, request: FastifyRequest): Request {
  const { cookie, origin, 'user-agent': userAgent } = request.headers;
  const headers = new Headers({ accept: 'application/json', [CLIENT_IP_HEADER]: request.ip });
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (userAgent !== undefined) headers.set('user-agent', userAgent.slice(0, 500));
  // The guard refused foreign origins already; a client that is no browser sends none.
  headers.set('origin', origin ?? auth.origin);
  const url = `${auth.origin}${AUTH_PATH}${endpoint.path}`;
  if (endpoint.method === 'GET') return new Request(url, { headers });
  headers.set('content-type', 'application/json');
  return new Request(url, { method: endpoint.method, headers, body: JSON.stringify(request.body) });
}

interface KnownRefusal {
  code: ErrorCode;
  path?: string;
  detail: string;
}

/** The library's codes that a user meets, in our words. */
const REFUSALS: Readonly<Record<string, KnownRefusal>> = {
  USER_ALREADY_EXISTS: {
    code: 'already_exists',
    path: '/email',
    detail: 'This address has a user: sign in.',
  },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    code: 'already_exists',
    path: '/email',
    detail: 'This address has a user: sign in, or use another address.',
  },
  INVALID_EMAIL: { code: 'invalid_input', path: '/email', detail: 'Give a complete e-mail address.' },
  INVALID_EMAIL_OR_PASSWORD: { code: 'not_signed_in', detail: 'The address or the password is wrong.' },
  INVALID_PASSWORD: { code: 'invalid_input', path: '/password', detail: 'The password is wrong.' },
  INVALID_CODE: {
    code: 'invalid_input',
    path: '/code',
    detail: 'The code is wrong or too old: take the next one.',
  },
  INVALID_BACKUP_CODE: {
    code: 'invalid_input',
    path: '/code',
    detail: 'The backup code is wrong or was used before: take another one.',
  },
  INVALID_TWO_FACTOR_COOKIE: {
    code: 'not_signed_in',
    detail: 'Enter the password first, then the code in 10 minutes.',
  },
  ACCOUNT_TEMPORARILY_LOCKED: {
    code: 'too_many_requests',
    detail: 'Too many wrong codes: try again in 15 minutes.',
  },
};

function refusal(status: number, body: unknown): Error {
  const { code = '', message = '' } = (body ?? {}) as { code?: string; message?: string };
  // A defect, unless it is one the library is known to report that way.
  if (status >= 500) return new Error(`The sign-in library answered ${status} ${code}: ${message}`);
  const known = REFUSALS[code] ?? {
    code: codeOfStatus(status),
    detail: message || 'The request was refused.',
  };
  const fields = known.path ? [{ path: known.path, code: code.toLowerCase(), message: known.detail }] : [];
  return new DomainError(known.code, known.detail, fields);
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'not_signed_in';
  if (status === 403) return 'not_permitted';
  if (status === 404) return 'not_found';
  return status === 429 ? 'too_many_requests' : 'invalid_input';
}

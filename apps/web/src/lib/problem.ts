import type { FieldError, Problem } from '@crypto-erp/contract/problem';

/** A refusal of the API: the problem document it sent, or one made here when it sent none. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  get errors(): FieldError[] {
    return this.problem.errors ?? [];
  }
}

/** True for a problem document, which has at least a code and a detail. */
export function isProblem(body: unknown): body is Problem {
  return isRecord(body) && typeof body.code === 'string' && typeof body.detail === 'string';
}

/** Fields that the sign-in endpoints' own codes speak of; their bodies have no pointers. */
const AUTH_FIELDS: Record<string, string> = {
  USER_ALREADY_EXISTS: '/email',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: '/email',
  INVALID_EMAIL: '/email',
  PASSWORD_TOO_SHORT: '/password',
  PASSWORD_TOO_LONG: '/password',
  INVALID_PASSWORD: '/password',
  INVALID_CODE: '/code',
  INVALID_BACKUP_CODE: '/code',
};

/** The problem that an answer with `status` and parsed `body` (undefined when not JSON) stands for. */
export function toProblem(status: number, body: unknown): Problem {
  if (isProblem(body)) return { ...body, status };
  const about = { type: 'about:blank', status };
  if (isRecord(body) && typeof body.message === 'string') {
    const code = typeof body.code === 'string' ? body.code : 'invalid_input';
    const path = AUTH_FIELDS[code];
    const errors = path === undefined ? [] : [{ path, code, message: body.message }];
    return { ...about, title: 'Not accepted', code, detail: body.message, errors };
  }
  return {
    ...about,
    title: 'No usable answer',
    code: 'internal_error',
    detail: `The server answered ${status} without saying why. Try again; when it stays, tell whoever runs the server.`,
  };
}

/** What to show for anything that was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    type: 'about:blank',
    title: 'The server could not be reached',
    status: 0,
    code: 'unreachable',
    detail: 'Check the connection and try again. Nothing is done twice when you do.',
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

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

/** True for a problem document, which has at least a code, a title and a detail. */
export function isProblem(body: unknown): body is Problem {
  if (!isRecord(body)) return false;
  return [body.code, body.title, body.detail].every((text) => typeof text === 'string');
}

/** The problem that an answer with `status` and parsed `body` (undefined when not JSON) stands for. */
export function toProblem(status: number, body: unknown): Problem {
  if (isProblem(body)) return { ...body, status, title: sentence(body.title) };
  return {
    type: 'about:blank',
    status,
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

/** Starts with a capital, as a heading does. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

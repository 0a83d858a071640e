import { ProblemError } from '@crypto-erp/client';
import type { Problem } from '@crypto-erp/contract/problem';

/** What to show for anything that was thrown: the API's refusal under a heading to read, or that it was not reached. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return { ...error.problem, title: sentence(error.problem.title) };
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

import { createClient } from '@crypto-erp/client';
import { toSearch } from './search.ts';

/** The API of the server that this page came from, signed in by the session's cookie. */
export const api = createClient({ baseUrl: '' });

/** The body of a call's answer. Throws `ProblemError` for a refusal. */
export async function answerOf<Answer>(call: Promise<{ data?: Answer }>): Promise<Answer> {
  return (await call).data as Answer;
}

/** The same of a call on signing in, whose answers are the sign-in library's and not in the API's description. */
export async function signInAnswer<Answer>(call: Promise<{ data?: unknown }>): Promise<Answer> {
  return (await call).data as Answer;
}

/** What a command says beside its body: where it goes, and its `Idempotency-Key` (see `command-key.ts`). */
export function command<Path = undefined>(key: string, path?: Path) {
  return { params: { path: path as Path, header: { 'idempotency-key': key } } };
}

/** The address of `path` under `/v1`, for a link that the browser follows itself. */
export function apiUrl(path: string, query: Readonly<Record<string, unknown>> = {}): string {
  return `/v1${path}${toSearch(query)}`;
}

import type { paths } from '@crypto-erp/client/schema.gen';
import { answerOf, api } from './api.ts';
import type { Search } from './search.ts';

interface Readable<Answer = unknown> {
  get: { responses: { 200: { content: { 'application/json': Answer } } } };
}

type OfCompany<Path, Answer> = Path extends keyof paths & `/v1/companies/{companyId}/${infer Noun}`
  ? paths[Path] extends Readable<Answer>
    ? Noun
    : never
  : never;

/** What can be read of a company, as its address is written behind the company's: `taxes`, `contacts/{id}`. */
export type Resource = OfCompany<keyof paths, unknown>;

interface Page {
  nextCursor: string | null;
}

/** Those that come in pages. */
export type PagedResource = OfCompany<keyof paths, Page>;

type AnswerOf<Name extends Resource> =
  paths[`/v1/companies/{companyId}/${Name}`] extends Readable<infer Answer> ? Answer : never;

/** Which one, or which of them. */
export interface Which {
  /** What stands for `{id}`. */
  id?: string;
  query?: Search;
}

/** Reads a resource of a company. Throws `ProblemError` for a refusal. */
export function readResource<Name extends Resource>(
  companyId: string,
  name: Name,
  { id, query }: Which,
  signal: AbortSignal,
): Promise<AnswerOf<Name>> {
  // The client cannot follow that each of a union of addresses takes what all of them take.
  const get = api.GET as (address: string, init: object) => Promise<{ data?: AnswerOf<Name> }>;
  const path = { companyId, ...(id !== undefined && { id }) };
  return answerOf(get(`/v1/companies/{companyId}/${name}`, { params: { path, query }, signal }));
}

/** What asks for the next page; null on the last. */
export function nextCursorOf<Name extends PagedResource>(page: AnswerOf<Name>): string | null {
  return (page as Page).nextCursor;
}

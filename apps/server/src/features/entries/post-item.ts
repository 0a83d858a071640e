import type { EntrySource } from '@crypto-erp/contract/entries';
import { newId } from '../../db/id.ts';
import type { JobName, JobPayload } from '../../jobs/catalogue.ts';
import { can } from '../../permissions.ts';
import type { Actor } from '../audit-log/service.ts';

/** One line as `erp.post()` takes it: whole units as text, debit positive. */
export interface PostLine {
  account_id: string;
  asset: string;
  quantity: string;
  base_amount: string;
  description: string;
  contact_id: string | null;
  /** Values of dimensions, at most one of each; none when left out. */
  dimension_value_ids?: readonly string[];
}

export interface PostEntry {
  id: string;
  series: string;
  fiscal_year: number;
  date: string;
  description: string;
  source: EntrySource;
  source_id: string | null;
  reverses_id: string | null;
  lines: PostLine[];
}

/** The document that an item posts together with its entry: `erp.post_documents` names the fields. */
export interface PostDocument {
  id: string;
  series: string;
  [field: string]: unknown;
}

/** The payment that an item posts together with its entry: `erp.post_settlements` names the fields. */
export interface PostPayment {
  id: string;
  [field: string]: unknown;
}

/** What the item clears of open items: `erp.write_settlement` names the fields. */
export interface PostSettlement {
  id: string;
  [field: string]: unknown;
}

/** The caller's key and the hash of what was asked; null for what the system does on its own. */
export interface CommandKey {
  key: string;
  hash: string;
}

/** One item of `erp.post()`. `answer` is completed with the number and kept under the key. */
export interface PostItem {
  key: string | null;
  hash: string | null;
  status: number;
  actor: Actor;
  /** Whether a soft lock does not keep the actor out. */
  may_post_in_soft: boolean;
  action: string;
  audit_id: string;
  draft_version: number | null;
  /** The draft that the item posts, for the audit record. */
  before: unknown;
  answer: Record<string, unknown>;
  outbox: { id: string; job: JobName; payload: unknown }[];
  entry: PostEntry;
  document?: PostDocument;
  payment?: PostPayment;
  settlement?: PostSettlement;
}

/** The series that entries are numbered in. */
export const ENTRY_SERIES = 'JE';

interface ItemParts {
  actor: Actor;
  command: CommandKey | null;
  action: string;
  entry: PostEntry;
  answer: Record<string, unknown>;
  /** The draft that is posted: it must still have this version. */
  draft?: { version: number };
  document?: PostDocument;
  payment?: PostPayment;
  settlement?: PostSettlement;
  jobs?: PostItem['outbox'];
}

/**
 * Whether a month's soft lock lets the actor post: who closes months may still finish them. A job has no role and may not,
 * whoever asked for it.
 */
export function mayPostInSoft({ role }: Actor): boolean {
  return role !== undefined && can(role, 'periods:write');
}

/** Puts an item together. */
export function postItem(parts: ItemParts): PostItem {
  return {
    key: parts.command?.key ?? null,
    hash: parts.command?.hash ?? null,
    status: 201,
    actor: parts.actor,
    may_post_in_soft: mayPostInSoft(parts.actor),
    action: parts.action,
    audit_id: newId(),
    draft_version: parts.draft?.version ?? null,
    before: parts.draft ?? null,
    answer: parts.answer,
    outbox: parts.jobs ?? [],
    entry: parts.entry,
    ...(parts.document && { document: parts.document }),
    ...(parts.payment && { payment: parts.payment }),
    ...(parts.settlement && { settlement: parts.settlement }),
  };
}

/** A job as an item's outbox holds it. */
export function itemJob<Name extends JobName>(
  job: Name,
  payload: JobPayload<Name>,
): PostItem['outbox'][number] {
  return { id: newId(), job, payload };
}

import { ERROR_CODES, type ErrorCode, type FieldError, type Problem } from '@crypto-erp/contract/problem';
import { LedgerError, LedgerValidationError } from '@crypto-erp/ledger/error';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { postgresError } from '../db/errors.ts';
import { DomainError } from '../errors.ts';
import type { App } from './types.ts';

/** The status of each code that is not 422, "understood, but against a rule". */
const STATUS: Partial<Record<ErrorCode, number>> = {
  invalid_input: 400,
  invalid_json: 400,
  idempotency_key_missing: 400,
  not_signed_in: 401,
  invalid_api_key: 401,
  not_permitted: 403,
  not_found: 404,
  unknown_account: 404,
  unknown_contact: 404,
  unknown_tax: 404,
  unknown_payment_terms: 404,
  unknown_dimension: 404,
  unknown_budget: 404,
  idempotency_key_reused: 409,
  version_conflict: 409,
  already_exists: 409,
  in_use: 409,
  last_owner: 409,
  period_closed: 409,
  period_not_closed: 409,
  not_a_draft: 409,
  not_posted: 409,
  already_reversed: 409,
  reverse_document_instead: 409,
  has_payments: 409,
  drafts_in_period: 409,
  earlier_period_open: 409,
  fiscal_year_closed: 409,
  fiscal_year_not_closed: 409,
  later_year_closed: 409,
  opening_balances_exist: 409,
  nothing_to_revalue: 409,
  approval_required: 403,
  approver_is_author: 403,
  not_an_approver: 403,
  already_submitted: 409,
  already_decided: 409,
  already_void: 409,
  settlement_of_void: 409,
  credit_in_use: 409,
  document_not_ready: 409,
  already_imported: 409,
  import_not_checked: 409,
  import_has_errors: 409,
  import_ended: 409,
  not_an_e_invoice: 400,
  invalid_xml: 400,
  mail_not_configured: 409,
  mail_not_failed: 409,
  occurrence_not_failed: 409,
  too_many_webhooks: 409,
  delivery_under_way: 409,
  attachment_kept: 409,
  not_author: 403,
  unknown_member: 404,
  unknown_tag: 404,
  attachment_unavailable: 503,
  unknown_bank_account: 404,
  unknown_wallet: 404,
  unknown_bank_line: 404,
  unknown_entry_line: 404,
  statement_already_imported: 409,
  statement_contradicts: 409,
  opening_in_use: 409,
  statement_reconciled: 409,
  statement_not_reconciled: 409,
  later_statement_reconciled: 409,
  earlier_statement_open: 409,
  statement_gap: 409,
  lines_open: 409,
  ledger_differs: 409,
  bank_line_not_open: 409,
  bank_line_not_ignored: 409,
  entry_line_matched: 409,
  nothing_to_reverse: 409,
  wallet_archived: 409,
  transfer_reported: 409,
  transaction_posted: 409,
  transaction_not_posted: 409,
  transaction_ignored: 409,
  lots_inconsistent: 503,
  lot_pool_fixed: 409,
  lot_method_fixed: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  internal_error: 500,
  not_ready: 503,
};

/** What Fastify itself refuses before a handler runs. */
const FASTIFY: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'body_too_large',
    'The body is larger than this address takes: send less at once.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'Send JSON with Content-Type: application/json.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid_json', 'The body is empty: send a JSON object.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid_json', 'The body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid_input', 'Content-Length is not the length of the body.'],
  FST_ERR_BAD_URL: ['not_found', 'There is no such address: it holds a percent sign that encodes nothing.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'There is no such address: a part of it is longer than any id.'],
};

/** What the database refuses although a validator should have said it first: a race, most often. */
const DATABASE: Record<string, [ErrorCode, string]> = {
  CE001: ['already_reversed', 'What is posted stays as it is: read it again.'],
  CE002: ['entry_unbalanced', 'The entry does not balance.'],
  CE003: ['period_closed', 'The date is in a closed period: choose a date in an open one.'],
  CE004: ['not_found', 'There is no such company.'],
  CE021: ['in_use', 'The role of this account stays where it is.'],
  CE022: ['approver_is_author', 'Somebody other than its author decides.'],
  CE023: ['opening_balances_exist', 'There are opening balances already: reverse them first.'],
  CE024: ['approval_required', 'This is above what one person may post: submit it for approval.'],
  CE025: ['not_permitted', 'A month that is closed for good is opened by an owner, with a reason.'],
  CE005: ['write_off_over_limit', 'This writes off more than the limit of the company: enter less.'],
  CE151: ['not_found', 'There is no such subject any more: read it again.'],
  CE152: ['too_many_attachments', 'This has as many attachments as it may have.'],
  CE153: ['attachment_kept', 'What this is attached to was posted meanwhile, so it stays.'],
  CE155: ['too_many_tags', 'There are as many tags as there may be: remove one first.'],
  CE131: ['balances_do_not_add_up', "The statement's lines do not lead to its closing balance."],
  CE132: ['match_unbalanced', 'The two sides of the match are not equal.'],
  CE133: ['statement_reconciled', 'This is matched or reconciled and stays as it is: undo that first.'],
  CE134: ['ledger_differs', 'The statement is not reconciled: match its lines first.'],
  CE201: ['transfer_reported', 'What a source reported stays as it is.'],
  CE202: ['in_use', 'This wallet has transfers: its account stays.'],
  CE211: ['transaction_posted', 'This transaction is posted and stays as it is: undo it first.'],
  CE212: ['lots_inconsistent', 'The lots would not add up: repeat with the same key.'],
  CE221: ['rule_run_undone', 'This run of the rules is taken back already.'],
  CE213: ['lot_pool_fixed', 'There are lots: the pool they are in stays.'],
  '22003': ['amount_too_large', 'An amount is larger than 38 digits.'],
  '23503': ['not_found', 'This refers to something that is not there.'],
  '23505': ['already_exists', 'This exists already.'],
  '40001': ['not_ready', 'Another change came in between: repeat with the same key.'],
  '40P01': ['not_ready', 'Another change came in between: repeat with the same key.'],
  '53300': ['not_ready', 'The database has no free connection: repeat with the same key soon.'],
  '57P01': ['not_ready', 'The database is restarting: repeat with the same key soon.'],
  '57P03': ['not_ready', 'The database is starting: repeat with the same key soon.'],
};

/** The problem document of any error. What nobody foresaw is an `internal_error` that tells nothing of the inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) return problem(error.code, error.message, error.fields);
  if (error instanceof LedgerError) return ledgerProblem(error);
  const { validation, validationContext, code, statusCode } = error as Partial<FastifyError>;
  if (validation) return invalidInput(validation, validationContext ?? 'body');
  const known = FASTIFY[code ?? ''] ?? DATABASE[postgresError(error)?.code ?? ''];
  if (known) return problem(known[0], known[1]);
  if (error instanceof SyntaxError && statusCode === 400)
    return problem('invalid_json', 'The body is not valid JSON.');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { ...problem('invalid_input', (error as Error).message), status: statusCode };
  }
  return problem('internal_error', 'This is a defect: it is logged. Repeating with the same key is safe.');
}

/** Answers every error, an unknown address too, with a problem document, and logs what is our own fault. */
export function installProblems(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    const found = problemOf(error);
    if (found.status >= 500) request.log.error({ err: error }, 'request failed');
    return sendProblem(request, reply, found);
  });
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, found: Problem): FastifyReply {
  return reply
    .status(found.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({ ...found, instance: request.url.split('?')[0] });
}

/** A problem document of a code. */
export function problem(code: ErrorCode, detail: string, errors: FieldError[] = []): Problem {
  return {
    type: `urn:crypto-erp:problem:${code}`,
    title: code.replaceAll('_', ' '),
    status: STATUS[code] ?? 422,
    code,
    detail,
    ...(errors.length > 0 && { errors }),
  };
}

function ledgerProblem(error: LedgerError): Problem {
  const code = ERROR_CODES.find((known) => known === error.code) ?? 'invalid_input';
  const problems =
    error instanceof LedgerValidationError
      ? error.problems
      : error.field === undefined
        ? []
        : [{ code: error.code, field: error.field, message: error.message }];
  return problem(
    code,
    error.message,
    problems.map(({ code, field, message }) => ({ path: field, code, message })),
  );
}

const PREFIX: Record<string, string> = { body: '', querystring: 'query', params: 'path', headers: 'header' };

/** What a schema refuses, by the field. `context` is the part of the request. */
export function fieldErrors(
  validation: NonNullable<FastifyError['validation']>,
  context: string,
): FieldError[] {
  return validation.slice(0, 50).map(({ instancePath, keyword, params, message }) => {
    const extra = params as { missingProperty?: string; additionalProperty?: string };
    const last = extra.missingProperty ?? extra.additionalProperty;
    const pointer = last === undefined ? instancePath : `${instancePath}/${last}`;
    const path = context === 'body' ? pointer : `${PREFIX[context] ?? context}${pointer}`;
    return { path, code: keyword, message: message ?? 'is not valid' };
  });
}

function invalidInput(validation: NonNullable<FastifyError['validation']>, context: string): Problem {
  const errors = fieldErrors(validation, context);
  if (context === 'headers' && errors.some((one) => one.path === 'header/idempotency-key')) {
    return problem(
      'idempotency_key_missing',
      'Send an Idempotency-Key header of 1 to 200 visible ASCII characters, new for each command and the same when it is repeated.',
      errors,
    );
  }
  return problem('invalid_input', `${errors[0]?.path || 'The body'}: ${errors[0]?.message}.`, errors);
}

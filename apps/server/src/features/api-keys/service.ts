import type { ApiKey, ApiKeyInput } from '@crypto-erp/contract/members';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError } from '../../errors.ts';
import { newSecret, secretHash } from '../../secrets.ts';
import { writeAudit } from '../audit-log/service.ts';
import { type Granter, refuseGrant } from '../members/service.ts';
import { insertApiKey, revokeKey } from './store.ts';

/** How every key starts. */
export const KEY_START = 'cerp_';
const PREFIX_LENGTH = KEY_START.length + 8;

// As for members, the control write and the company's audit record share a transaction while they share a
// database; see members/service.ts.

/**
 * Makes a key that acts for the company with a role of its own. The key is returned here and never again.
 * Throws `not_permitted` for a role beyond the granter's and `invalid_input` for an expiry that is past.
 */
export async function createApiKey(
  trx: Trx,
  by: Granter,
  input: ApiKeyInput,
): Promise<ApiKey & { key: string }> {
  const { companyId, actor } = by;
  refuseGrant(by.role, input.role);
  if (input.expiresAt !== null && !(Date.parse(input.expiresAt) > Date.now())) {
    throw fieldError(
      'invalid_input',
      '/expiresAt',
      'Give an instant in the future, or null for a key without end.',
    );
  }
  const key = newSecret(KEY_START);
  const stored = await insertApiKey(trx, {
    ...input,
    id: newId(),
    companyId,
    keyHash: secretHash(key),
    prefix: key.slice(0, PREFIX_LENGTH),
    createdBy: actor.kind === 'user' ? actor.id : null,
  });
  await writeAudit(trx, {
    companyId,
    actor,
    action: 'api-key.created',
    subjectKind: 'api-key',
    subjectId: stored.id,
    before: null,
    after: stored,
  });
  return { ...stored, key };
}

/** Ends a key. Throws `not_found`, and `not_permitted` for an owner's key when the granter is no owner. */
export async function revokeApiKey(trx: Trx, by: Granter, id: string): Promise<void> {
  const { companyId, actor } = by;
  const revoked = await revokeKey(trx, companyId, id);
  if (revoked === null)
    throw new DomainError('not_found', 'There is no such API key, or it was revoked before.');
  refuseGrant(by.role, revoked.role);
  await writeAudit(trx, {
    companyId,
    actor,
    action: 'api-key.revoked',
    subjectKind: 'api-key',
    subjectId: id,
    before: revoked,
    after: null,
  });
}

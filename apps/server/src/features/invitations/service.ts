import type { Invitation, InvitationInput } from '@crypto-erp/contract/members';
import type { Role } from '@crypto-erp/contract/roles';
import type { Database, Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError } from '../../errors.ts';
import { newSecret, secretHash } from '../../secrets.ts';
import { type Actor, writeAudit } from '../audit-log/service.ts';
import { findRole, hasMemberWithEmail } from '../members/read-model.ts';
import { type Granter, joinCompany, refuseGrant } from '../members/service.ts';
import { findInvitation } from './read-model.ts';
import { deleteInvitation, insertInvitation, markAccepted } from './store.ts';

const DAYS_TO_ACCEPT = 7;
const TOKEN_START = 'ceri_';

// As for members, the control write and the company's audit record share a transaction while they share a
// database; see members/service.ts.

/**
 * Invites an e-mail address for 7 days. The token is returned here and never again; no mail is sent, so the one
 * who invites passes it on. Throws `not_permitted` for a role beyond the granter's and `already_exists`.
 */
export async function invite(
  trx: Trx,
  by: Granter,
  input: InvitationInput,
): Promise<Invitation & { token: string }> {
  const { companyId, actor } = by;
  const email = input.email.toLowerCase();
  refuseGrant(by.role, input.role);
  if (await hasMemberWithEmail(trx, companyId, email)) {
    throw fieldError('already_exists', '/email', 'Someone with this address is a member already.');
  }
  const token = newSecret(TOKEN_START);
  const invitation = await insertInvitation(trx, {
    id: newId(),
    companyId,
    email,
    role: input.role,
    tokenHash: secretHash(token),
    invitedBy: actor.kind === 'user' ? actor.id : null,
    days: DAYS_TO_ACCEPT,
  });
  await writeAudit(trx, {
    companyId,
    actor,
    action: 'invitation.created',
    subjectKind: 'invitation',
    subjectId: invitation.id,
    before: null,
    after: invitation,
  });
  return { ...invitation, token };
}

/** Takes back an invitation. Throws `not_found` when there is none that waits. */
export async function withdrawInvitation(trx: Trx, by: Granter, id: string): Promise<void> {
  const { companyId, actor } = by;
  const withdrawn = await deleteInvitation(trx, companyId, id);
  if (withdrawn === null) throw new DomainError('not_found', 'There is no such invitation that waits.');
  await writeAudit(trx, {
    companyId,
    actor,
    action: 'invitation.withdrawn',
    subjectKind: 'invitation',
    subjectId: id,
    before: withdrawn,
    after: null,
  });
}

/** The user who accepts: their address must be the invited one. */
export interface Invitee {
  userId: string;
  email: string;
  actor: Actor;
}

/**
 * Makes the invited user a member. Accepting again gives the same answer while they are one; a member by another
 * way keeps their role. Throws `invalid_invitation` when the token is unknown, withdrawn, expired, used by
 * someone else or meant for another address: which of them, an outsider is not told.
 */
export async function acceptInvitation(
  db: Database,
  user: Invitee,
  token: string,
): Promise<{ companyId: string; role: Role }> {
  const tokenHash = secretHash(token);
  const found = await db.inControl((trx) => findInvitation(trx, tokenHash));
  if (found === null) throw invalidInvitation();
  const { companyId } = found;

  return db.inCompany(companyId, async (trx) => {
    const invitation = await findInvitation(trx, tokenHash, true);
    if (invitation === null || invitation.email !== user.email) throw invalidInvitation();
    const { userId, actor } = user;
    const { id, role, acceptedBy, expired } = invitation;
    const current = await findRole(trx, companyId, userId);
    if (acceptedBy !== null) {
      if (acceptedBy !== userId || current === null) throw invalidInvitation();
      return { companyId, role: current };
    }
    if (expired) throw invalidInvitation();
    await joinCompany(trx, { companyId, userId, role });
    await markAccepted(trx, id, userId);
    await writeAudit(trx, {
      companyId,
      actor,
      action: 'invitation.accepted',
      subjectKind: 'member',
      subjectId: userId,
      before: current && { role: current },
      after: { role: current ?? role },
    });
    return { companyId, role: current ?? role };
  });
}

function invalidInvitation(): DomainError {
  return fieldError(
    'invalid_invitation',
    '/token',
    'This invitation does not fit this user, was used or has ended: ask for a new one.',
  );
}

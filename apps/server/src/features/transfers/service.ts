import type { TransferInput, TransferView } from '@crypto-erp/contract/wallets';
import { parseDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { requireWallet } from '../wallets/service.ts';
import { findTransfer } from './read-model.ts';
import { deleteManualTransfer, insertReported } from './store.ts';

/** How far a clock may be ahead of ours, in milliseconds. */
const AHEAD = 60_000;

/**
 * Writes down what moved into or out of a manual wallet. Throws `not_found`, `in_use` for an archived wallet,
 * `unknown_asset`, `amount_not_positive`, `too_many_decimals`, `amount_too_large`, `invalid_input` for a time to come.
 */
export async function addManualTransfer(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  walletId: string,
  input: TransferInput,
): Promise<TransferView> {
  const { companyId } = context;
  const wallet = await requireWallet(trx, companyId, walletId);
  if (wallet.archived) throw new DomainError('wallet_archived', 'This wallet is archived: restore it first.');
  const quantity = parseDecimal(input.quantity, await assets.decimals(input.asset), '/quantity');
  if (quantity === 0n) {
    throw fieldError('amount_not_positive', '/quantity', 'Nothing moved: enter a quantity above zero.');
  }
  const at = Date.parse(input.at);
  if (Number.isNaN(at) || at > Date.now() + AHEAD) {
    throw fieldError('invalid_input', '/at', 'This is not a time that has been: correct it.');
  }
  const id = newId();
  const { reference, ...moved } = input;
  // Ids sort as they were made: of one instant what was written down first happened first.
  const where = { source: 'manual', transaction: reference ?? id, place: id, position: id };
  await insertReported(trx, companyId, walletId, [{ id, ...moved, ...where }]);
  const after = await findTransfer(trx, companyId, id);
  const subject = { subjectKind: 'transfer', subjectId: id };
  await writeAudit(trx, { ...context, action: 'transfer.added', ...subject, before: null, after });
  if (after === null) throw new Error(`Transfer ${id} was added in this transaction.`);
  return after;
}

/**
 * Takes away what a person wrote down, while it is not posted. What a chain or an exchange reported stays. Throws
 * `not_found`, `transfer_reported`, `transaction_posted`.
 */
export async function removeManualTransfer(trx: Trx, context: Context, id: string): Promise<void> {
  const before = await findTransfer(trx, context.companyId, id);
  if (before === null) throw notFound('transfer');
  if (!(await deleteManualTransfer(trx, context.companyId, id))) {
    throw new DomainError(
      'transfer_reported',
      'This was reported by its source: ignore its transaction instead.',
    );
  }
  const subject = { subjectKind: 'transfer', subjectId: id };
  await writeAudit(trx, { ...context, action: 'transfer.removed', ...subject, before, after: null });
}

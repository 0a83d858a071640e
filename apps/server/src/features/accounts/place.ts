import type { Account, AccountType } from '@crypto-erp/contract/accounts';
import { fieldError } from '../../errors.ts';

/** An account as it is to stand in the chart. */
export interface Place {
  id: string;
  type: AccountType;
  parentId: string | null;
  archived: boolean;
}

/**
 * Checks that an account may stand below its parent in `chart`, which holds every account as it is now: the parent
 * is a heading of the same type, not archived unless the account is, and not below the account itself. Throws
 * `unknown_account`, `invalid_input`, `account_archived`.
 */
export function checkPlace(place: Place, chart: readonly Account[]): void {
  if (place.parentId === null) return;
  const byId = new Map(chart.map((account) => [account.id, account]));
  const parent = byId.get(place.parentId);
  if (parent === undefined) {
    throw fieldError(
      'unknown_account',
      '/parentId',
      'There is no such account: choose a heading from the chart.',
    );
  }
  if (parent.postable) {
    throw wrongParent(`Account ${parent.code} takes lines: choose a heading.`);
  }
  if (parent.type !== place.type) {
    throw wrongParent(
      `Account ${parent.code} is of type ${parent.type}: choose a heading of type ${place.type}.`,
    );
  }
  if (parent.archived && !place.archived) {
    throw fieldError(
      'account_archived',
      '/parentId',
      `Account ${parent.code} is archived: restore it or choose another heading.`,
    );
  }
  // Every account is passed at most once, because the chart as it is has no circle.
  for (let above: Account | undefined = parent; above; above = byId.get(above.parentId ?? '')) {
    if (above.id === place.id) {
      throw wrongParent('An account cannot stand below itself: choose another heading.');
    }
  }
}

function wrongParent(message: string): Error {
  return fieldError('invalid_input', '/parentId', message);
}

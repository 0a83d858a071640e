/** What becomes of one side of a transaction, fees apart. `none`: the type has no such side. */
export type Treatment =
  | 'none'
  /** In: a new lot, at what it is worth. Out: a disposal, for what it is worth. */
  | 'market'
  /** Out: a disposal for its cost, so that no gain is made. */
  | 'cost'
  /** The lots go on with their cost and dates, in another wallet or as another asset. */
  | 'carry';

/** Who stands on the other side in the books. */
export type Counterpart =
  /** Both sides are ours: what leaves pays for what comes. */
  | 'none'
  /** An account that the transaction names, where only one side is ours. */
  | 'account'
  /** An account, always: the account of the income, of the expense, of the loan. */
  | 'account-always'
  /** The account of the network fees. */
  | 'fees'
  /** Open documents, through a payment. */
  | 'documents';

export interface TypeRule {
  in: Treatment;
  out: Treatment;
  counterpart: Counterpart;
  /** Income that a report sums by type. */
  income: boolean;
}

const income: TypeRule = { in: 'market', out: 'none', counterpart: 'account-always', income: true };

/**
 * What each type does. Own transfers, wrapping and bridging keep cost and dates, as nothing is sold (ASC 610-20-40 asks for
 * a transfer of control; so does IAS 38.114); a gift or a loss has no proceeds; everything else that leaves is sold for
 * what it is worth, and everything else that comes costs what it is worth.
 */
export const TYPE_RULES = {
  sale: { in: 'market', out: 'market', counterpart: 'account', income: false },
  purchase: { in: 'market', out: 'market', counterpart: 'account', income: false },
  'invoice-payment': { in: 'market', out: 'none', counterpart: 'documents', income: false },
  'bill-payment': { in: 'none', out: 'market', counterpart: 'documents', income: false },
  swap: { in: 'market', out: 'market', counterpart: 'none', income: false },
  'own-transfer': { in: 'carry', out: 'carry', counterpart: 'none', income: false },
  fee: { in: 'none', out: 'none', counterpart: 'fees', income: false },
  staking: income,
  mining: income,
  airdrop: income,
  interest: income,
  'loan-out': { in: 'none', out: 'carry', counterpart: 'account-always', income: false },
  'loan-back': { in: 'carry', out: 'none', counterpart: 'account-always', income: false },
  gift: { in: 'market', out: 'cost', counterpart: 'account-always', income: false },
  loss: { in: 'none', out: 'cost', counterpart: 'account-always', income: false },
  payroll: { in: 'none', out: 'market', counterpart: 'account-always', income: false },
  wrap: { in: 'carry', out: 'carry', counterpart: 'none', income: false },
  bridge: { in: 'carry', out: 'carry', counterpart: 'none', income: false },
} as const satisfies Record<string, TypeRule>;

/** What a company calls what its transfers did. */
export type TransactionType = keyof typeof TYPE_RULES;

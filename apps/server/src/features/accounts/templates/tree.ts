import type { AccountRole, AccountType, CashFlowCategory } from '@crypto-erp/contract/accounts';

/** One account of a template, written where it stands in the tree: one with `children` is a heading. */
export interface ChartNode {
  code: string;
  name: string;
  role?: AccountRole;
  /** What its movements, and those below it, are in the cash flow statement. */
  cashFlow?: CashFlowCategory;
  children?: readonly ChartNode[];
}

/** A top heading. Everything below it has its type. */
export interface ChartSection extends ChartNode {
  type: AccountType;
  children: readonly ChartNode[];
}

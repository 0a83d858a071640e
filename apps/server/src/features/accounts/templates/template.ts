import type { AccountRole, AccountType, CashFlowCategory } from '@crypto-erp/contract/accounts';
import type { ChartTemplate } from '@crypto-erp/contract/companies';
import { ES_PGC } from './es-pgc.ts';
import { IFRS } from './ifrs.ts';
import type { ChartNode, ChartSection } from './tree.ts';
import { US_GAAP } from './us-gaap.ts';

/** One account a new company starts with. `parent` is the code of the heading above it. */
export interface TemplateAccount {
  code: string;
  name: string;
  type: AccountType;
  role?: AccountRole;
  cashFlow?: CashFlowCategory;
  parent?: string;
  /** False for a heading, which groups others and takes no lines. */
  postable: boolean;
}

const CHARTS: Record<ChartTemplate, readonly ChartSection[]> = {
  ifrs: IFRS,
  'us-gaap': US_GAAP,
  'es-pgc': ES_PGC,
};

/**
 * The accounts of template `id`: each heading before what it groups, so that they can be inserted in order.
 * Every role of the contract is on exactly one of them.
 */
export function chartTemplate(id: ChartTemplate): TemplateAccount[] {
  return CHARTS[id].flatMap((section) => flatten(section, section.type));
}

function flatten(node: ChartNode, type: AccountType, parent?: string): TemplateAccount[] {
  const { code, name, role, cashFlow, children = [] } = node;
  const postable = children.length === 0;
  const account: TemplateAccount = { code, name, type, role, cashFlow, parent, postable };
  return [account, ...children.flatMap((child) => flatten(child, type, code))];
}

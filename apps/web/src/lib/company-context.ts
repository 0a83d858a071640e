import type { Asset } from '@crypto-erp/contract/assets';
import type { Company } from '@crypto-erp/contract/companies';
import type { Permission } from '@crypto-erp/contract/roles';
import { createContext, useContext } from 'react';

/** The company on the screen and what the signed-in user may do in it. */
export interface CompanyContext {
  company: Company;
  assets: readonly Asset[];
  /** Decimals of the asset `code`; 0 for an unknown one. */
  decimalsOf: (code: string) => number;
  can: (permission: Permission) => boolean;
  /** Today in the company's time zone. */
  today: string;
  /** Where the company is in the addresses of the API. */
  at: { companyId: string };
}

export const CompanyReactContext = createContext<CompanyContext | null>(null);

/** The company of the screen. Throws outside of a company's screens, which is a defect. */
export function useCompany(): CompanyContext {
  const context = useContext(CompanyReactContext);
  if (context === null) throw new Error('useCompany is used outside of a company');
  return context;
}

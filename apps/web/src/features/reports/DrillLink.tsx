import type { ReactNode } from 'react';
import { TextLink } from '../../components/Links.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { keep, parseSearch } from '../../lib/search.ts';

const generalLedgerSearch = keep('from', 'to', 'accountId', 'types', 'asset', 'dimensionValueId', 'yearEnds');

/** From a figure to the ledger lines behind it; `drill` is the query string the report came with. */
export function DrillLink({ drill, children }: { drill: string | null; children: ReactNode }) {
  const { company } = useCompany();
  if (drill === null) return children;
  return (
    <TextLink
      to="/companies/$companyId/reports/general-ledger"
      params={{ companyId: company.id }}
      search={generalLedgerSearch(parseSearch(drill))}
      underline="hover"
      c="inherit"
    >
      {children}
    </TextLink>
  );
}

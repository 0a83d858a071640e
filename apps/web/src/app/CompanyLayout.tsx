import type { Company, Me } from '@crypto-erp/contract/companies';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { QueryState } from '../components/States.tsx';
import { CompanyReactContext } from '../lib/company-context.ts';
import { todayIn } from '../lib/dates.ts';
import { lastCompany } from '../lib/last-company.ts';
import { assetsQuery, companyQuery } from '../lib/queries.ts';
import { NotFound } from './Fallbacks.tsx';
import { Session } from './Session.tsx';
import { Shell } from './Shell.tsx';

const route = getRouteApi('/companies/$companyId');

/** The frame around a company's screens: who is signed in, the company, its assets. */
export function CompanyLayout() {
  const { companyId } = route.useParams();
  return <Session>{(me) => <Frame key={companyId} me={me} companyId={companyId} />}</Session>;
}

function Frame({ me, companyId }: { me: Me; companyId: string }) {
  const membership = me.companies.find(({ id }) => id === companyId);
  const company = useQuery({ ...companyQuery(companyId), enabled: membership !== undefined });
  const member = membership !== undefined;
  useEffect(() => {
    if (member) lastCompany.write(companyId);
  }, [companyId, member]);
  if (membership === undefined) return <NotFound />;
  return (
    <Shell me={me} companyId={companyId} permissions={membership.permissions}>
      <QueryState query={company}>
        {(loaded) => <Screens company={loaded} permissions={membership.permissions} />}
      </QueryState>
    </Shell>
  );
}

type Permissions = Me['companies'][number]['permissions'];

function Screens({ company, permissions }: { company: Company; permissions: Permissions }) {
  const assets = useQuery(assetsQuery);
  const context = useMemo(() => {
    const items = assets.data?.items ?? [];
    const decimals = new Map(items.map((asset) => [asset.code, asset.decimals]));
    return {
      company,
      assets: items,
      decimalsOf: (code: string) => decimals.get(code) ?? 0,
      can: (permission: Permissions[number]) => permissions.includes(permission),
      today: todayIn(company.timeZone),
      at: { companyId: company.id },
    };
  }, [company, permissions, assets.data]);
  return (
    <QueryState query={assets}>
      {() => (
        <CompanyReactContext value={context}>
          <Outlet />
        </CompanyReactContext>
      )}
    </QueryState>
  );
}

import { Navigate } from '@tanstack/react-router';
import { lastCompany } from '../lib/last-company.ts';
import { Session } from './Session.tsx';

/** Leads to the company that was open last, or to making the first one. */
export function Home() {
  return (
    <Session>
      {({ companies }) => {
        const company = companies.find(({ id }) => id === lastCompany.read()) ?? companies[0];
        return company === undefined ? (
          <Navigate to="/companies/new" replace />
        ) : (
          <Navigate
            to="/companies/$companyId/$noun"
            params={{ companyId: company.id, noun: 'invoices' }}
            replace
          />
        );
      }}
    </Session>
  );
}

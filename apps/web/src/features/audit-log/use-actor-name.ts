import type { AuditRecord } from '@crypto-erp/contract/audit-log';
import { useQuery } from '@tanstack/react-query';
import { useCompany } from '../../lib/company-context.ts';
import { ALL, resourceQuery } from '../../lib/queries.ts';

/** Names who made a change, as far as they are still members or keys of the company. */
export function useActorName(): (record: AuditRecord) => string {
  const { company, can } = useCompany();
  const members = useQuery({
    ...resourceQuery(company.id, 'members', ALL),
    enabled: can('members:read'),
  });
  const apiKeys = useQuery({
    ...resourceQuery(company.id, 'api-keys', ALL),
    enabled: can('api-keys:read'),
  });
  return ({ actorKind, actorId }) => {
    if (actorKind === 'system') return 'The system';
    if (actorKind === 'api-key') {
      const name = apiKeys.data?.items.find(({ id }) => id === actorId)?.name;
      return name === undefined ? 'An API key' : `API key ${name}`;
    }
    return members.data?.items.find(({ userId }) => userId === actorId)?.name ?? 'A former member';
  };
}

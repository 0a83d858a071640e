import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/Section.tsx';
import { QueryState } from '../../components/States.tsx';
import { answerOf, api, signInAnswer } from '../../lib/api.ts';
import { formatInstant } from '../../lib/dates.ts';
import { keys } from '../../lib/query-keys.ts';
import { showRefusal } from '../../lib/show-refusal.ts';
import { useCommand } from '../../lib/use-command.ts';

interface UserSession {
  id: string;
  token: string;
  createdAt: string;
  expiresAt: string;
  ipAddress?: string | null;
  userAgent?: string | null;
}

/** Where the user is signed in, and ending it there. */
export function SessionSection() {
  const sessions = useQuery({
    queryKey: keys.sessions,
    queryFn: async ({ signal }) => {
      const [items, own] = await Promise.all([
        signInAnswer<UserSession[]>(api.GET('/v1/auth/list-sessions', { signal })),
        signInAnswer<{ session: UserSession } | null>(api.GET('/v1/auth/get-session', { signal })),
      ]);
      return { items, ownId: own?.session.id ?? null };
    },
  });
  const end = useCommand((token: string) =>
    answerOf(api.POST('/v1/auth/revoke-session', { body: { token } })),
  );
  const columns = (ownId: string | null): Column<UserSession>[] => [
    { header: 'Browser', card: 'title', cell: ({ userAgent }) => browserName(userAgent ?? '') },
    { header: 'Address', cell: ({ ipAddress }) => ipAddress },
    { header: 'Signed in', nowrap: true, cell: ({ createdAt }) => formatInstant(createdAt) },
    {
      header: 'Action',
      align: 'right',
      card: 'side',
      cell: ({ id, token }) =>
        id === ownId ? (
          <Badge color="teal" variant="light" tt="none">
            This one
          </Badge>
        ) : (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => end.mutate(token, { onError: showRefusal })}
          >
            End
          </Button>
        ),
    },
  ];
  return (
    <Section title="Sessions">
      <QueryState query={sessions}>
        {({ items, ownId }) => (
          <DataTable label="Sessions" columns={columns(ownId)} rows={items} rowKey={({ id }) => id} />
        )}
      </QueryState>
    </Section>
  );
}

/** The browser's and system's name, as far as its own description tells. */
function browserName(userAgent: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\/[0-9]/.exec(userAgent)?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1];
  if (browser === undefined) return userAgent === '' ? 'Unknown' : userAgent.slice(0, 40);
  const name = { Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser;
  return system === undefined ? name : `${name} on ${system.replace('Mac OS X', 'macOS')}`;
}

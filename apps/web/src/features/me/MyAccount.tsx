import { Paper } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Facts } from '../../components/Facts.tsx';
import { Page } from '../../components/Page.tsx';
import { QueryState } from '../../components/States.tsx';
import { meQuery } from '../../lib/queries.ts';
import { SessionSection } from './SessionSection.tsx';
import { TwoFactorSection } from './TwoFactorSection.tsx';

/** The signed-in user's own settings. */
export function MyAccount() {
  const me = useQuery(meQuery);
  return (
    <Page title="My account" narrow>
      <QueryState query={me}>
        {({ user }) => (
          <>
            <Paper withBorder p="md">
              <Facts facts={{ Name: user.name, 'E-mail': user.email }} />
            </Paper>
            <TwoFactorSection enabled={user.twoFactorEnabled} />
            <SessionSection />
          </>
        )}
      </QueryState>
    </Page>
  );
}

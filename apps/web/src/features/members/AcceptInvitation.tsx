import type { InvitationAccepted } from '@crypto-erp/contract/members';
import { Alert, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Static } from 'typebox';
import { Session } from '../../app/Session.tsx';
import { CommandForm } from '../../components/CommandForm.tsx';
import { answerOf, api } from '../../lib/api.ts';
import { meQuery } from '../../lib/queries.ts';
import { queryClient } from '../../lib/query-client.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { EntryFrame } from '../sign-in/EntryFrame.tsx';

const route = getRouteApi('/invitations/accept');

/** Takes up the invitation whose link was opened. */
export function AcceptInvitation() {
  const { token } = route.useSearch();
  return (
    <Session>
      {({ user }) => (
        <EntryFrame title="Invitation">
          {token === undefined ? (
            <Alert color="red" title="This link is not complete">
              Open the whole link that you were given.
            </Alert>
          ) : (
            <AcceptForm token={token} email={user.email} />
          )}
        </EntryFrame>
      )}
    </Session>
  );
}

function AcceptForm({ token, email }: { token: string; email: string }) {
  const navigate = useNavigate();
  const state = useCommandForm<{ token: string }, Static<typeof InvitationAccepted>>({
    initialValues: { token },
    send: (body) => answerOf(api.POST('/v1/invitations/accept', { body })),
    onDone: async ({ companyId }) => {
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      await navigate({ to: '/companies/$companyId/$noun', params: { companyId, noun: 'invoices' } });
    },
  });
  return (
    <CommandForm state={state} label="Invitation" submit="Join the company">
      <Text>You are signed in as {email}.</Text>
    </CommandForm>
  );
}

import { ProblemError } from '@crypto-erp/client';
import type { Me } from '@crypto-erp/contract/companies';
import { Container } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { QueryState } from '../components/States.tsx';
import { meQuery } from '../lib/queries.ts';
import { ScreenLoading } from './Fallbacks.tsx';

/** Shows its content to who is signed in, and sends others to sign in and back. */
export function Session({ children }: { children: (me: Me) => ReactNode }) {
  const me = useQuery(meQuery);
  if (me.error instanceof ProblemError && me.error.problem.status === 401) {
    return <ToSignIn />;
  }
  if (me.data !== undefined) return children(me.data);
  return (
    <Container py="xl">
      <QueryState query={me} loading={<ScreenLoading />}>
        {children}
      </QueryState>
    </Container>
  );
}

/** Goes to sign in, once: the address is read when that is decided, not while it is changing. */
function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const { href, pathname } = router.state.location;
    if (pathname === '/sign-in') return;
    void router.navigate({ to: '/sign-in', search: href === '/' ? {} : { redirect: href }, replace: true });
  }, [router]);
  return <ScreenLoading />;
}

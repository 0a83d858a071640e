import type { Me } from '@crypto-erp/contract/companies';
import { AppShell, Burger, Group, ScrollArea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { AccountMenu } from './AccountMenu.tsx';
import { ColorSchemeMenu } from './ColorSchemeMenu.tsx';
import { CompanyMenu } from './CompanyMenu.tsx';
import { Navigation } from './Navigation.tsx';

interface ShellProps {
  me: Me;
  companyId: string;
  permissions: Me['companies'][number]['permissions'];
  children: ReactNode;
}

/** Header, navigation and the screen. */
export function Shell({ me, companyId, permissions, children }: ShellProps) {
  const [opened, menu] = useDisclosure(false);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  const closeMenu = menu.close;
  // A new screen: the phone's menu closes, and the keyboard and screen reader start at the content.
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    closeMenu();
    main.current?.focus({ preventScroll: true });
  }, [pathname, closeMenu]);

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={menu.toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={opened ? 'Close navigation' : 'Open navigation'}
              aria-expanded={opened}
            />
            <CompanyMenu me={me} companyId={companyId} />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ColorSchemeMenu />
            <AccountMenu me={me} companyId={companyId} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Main">
        <AppShell.Section grow component={ScrollArea}>
          <Navigation companyId={companyId} permissions={permissions} onChosen={menu.close} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

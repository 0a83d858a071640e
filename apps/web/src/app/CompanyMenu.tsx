import type { Me } from '@crypto-erp/contract/companies';
import { Button, Menu, Text } from '@mantine/core';
import { IconCheck, IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';

/** The open company, the others to change to, and a new one. */
export function CompanyMenu({ me, companyId }: { me: Me; companyId: string }) {
  const navigate = useNavigate();
  const current = me.companies.find(({ id }) => id === companyId);
  return (
    <Menu position="bottom-start" width={260} returnFocus>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          px="xs"
          miw={0}
          rightSection={<IconChevronDown size={16} aria-hidden />}
          aria-label={`Company: ${current?.name ?? 'none'}`}
        >
          <Text span fw={650} truncate>
            {current?.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Companies</Menu.Label>
        {me.companies.map(({ id, name }) => (
          <Menu.Item
            key={id}
            rightSection={id === companyId ? <IconCheck size={16} aria-label="open" /> : undefined}
            onClick={() =>
              navigate({ to: '/companies/$companyId/$noun', params: { companyId: id, noun: 'invoices' } })
            }
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => navigate({ to: '/companies/new' })}
        >
          New company
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

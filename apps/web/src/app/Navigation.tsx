import type { Permission } from '@crypto-erp/contract/roles';
import { Text } from '@mantine/core';
import {
  IconAddressBook,
  IconBook2,
  IconBuilding,
  IconFileInvoice,
  IconFilePlus,
  IconHistory,
  IconKey,
  IconListTree,
  IconLock,
  IconReceipt,
  IconReceiptRefund,
  IconReceiptTax,
  IconReportAnalytics,
  IconScale,
  IconTrendingUp,
  IconUserCircle,
  IconUsers,
  IconWallet,
  IconZoomMoney,
} from '@tabler/icons-react';
import { MenuLink } from '../components/Links.tsx';

const GROUPS = [
  {
    label: 'Work',
    items: [
      { noun: 'invoices', label: 'Invoices', icon: IconFileInvoice, needs: 'invoices:read' },
      { noun: 'bills', label: 'Bills', icon: IconReceipt, needs: 'bills:read' },
      { noun: 'credit-notes', label: 'Credit notes', icon: IconReceiptRefund, needs: 'invoices:read' },
      { noun: 'debit-notes', label: 'Debit notes', icon: IconFilePlus, needs: 'invoices:read' },
      { noun: 'expense-claims', label: 'Expense claims', icon: IconWallet, needs: 'bills:read' },
      {
        to: '/companies/$companyId/contacts',
        label: 'Contacts',
        icon: IconAddressBook,
        needs: 'contacts:read',
      },
      { to: '/companies/$companyId/entries', label: 'Entries', icon: IconBook2, needs: 'entries:read' },
      {
        to: '/companies/$companyId/accounts',
        label: 'Chart of accounts',
        icon: IconListTree,
        needs: 'accounts:read',
      },
    ],
  },
  {
    label: 'Reports',
    items: [
      {
        to: '/companies/$companyId/reports/trial-balance',
        label: 'Trial balance',
        icon: IconScale,
        needs: 'reports:read',
      },
      {
        to: '/companies/$companyId/reports/general-ledger',
        label: 'General ledger',
        icon: IconZoomMoney,
        needs: 'reports:read',
      },
      {
        to: '/companies/$companyId/reports/profit-and-loss',
        label: 'Profit and loss',
        icon: IconTrendingUp,
        needs: 'reports:read',
      },
      {
        to: '/companies/$companyId/reports/balance-sheet',
        label: 'Balance sheet',
        icon: IconReportAnalytics,
        needs: 'reports:read',
      },
    ],
  },
  {
    label: 'Settings',
    items: [
      {
        to: '/companies/$companyId/settings/company',
        label: 'Company',
        icon: IconBuilding,
        needs: 'company:read',
      },
      {
        to: '/companies/$companyId/settings/taxes',
        label: 'Taxes and terms',
        icon: IconReceiptTax,
        needs: 'taxes:read',
      },
      {
        to: '/companies/$companyId/settings/members',
        label: 'Members',
        icon: IconUsers,
        needs: 'members:read',
      },
      {
        to: '/companies/$companyId/settings/api-keys',
        label: 'API keys',
        icon: IconKey,
        needs: 'api-keys:read',
      },
      {
        to: '/companies/$companyId/settings/periods',
        label: 'Periods',
        icon: IconLock,
        needs: 'periods:read',
      },
      {
        to: '/companies/$companyId/settings/audit-log',
        label: 'Audit log',
        icon: IconHistory,
        needs: 'audit-log:read',
      },
      {
        to: '/companies/$companyId/settings/account',
        label: 'My account',
        icon: IconUserCircle,
        needs: null,
      },
    ],
  },
] as const;

/** The screens a member may open. */
export function Navigation({
  companyId,
  permissions,
  onChosen,
}: {
  companyId: string;
  permissions: readonly Permission[];
  /** A screen was chosen, which may be the one that is open. */
  onChosen: () => void;
}) {
  return GROUPS.map(({ label, items }) => {
    const shown = items.filter(({ needs }) => needs === null || permissions.includes(needs));
    if (shown.length === 0) return null;
    return (
      <div key={label}>
        <Text size="xs" fw={600} c="dimmed" px="sm" pt="md" pb={4}>
          {label}
        </Text>
        {shown.map(({ label: text, icon: Icon, ...screen }) => (
          <MenuLink
            key={text}
            {...('noun' in screen
              ? { to: '/companies/$companyId/$noun', params: { companyId, noun: screen.noun } }
              : { to: screen.to, params: { companyId } })}
            label={text}
            leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
            activeProps={{ active: true }}
            onClick={onChosen}
            style={{ borderRadius: 'var(--mantine-radius-md)' }}
          />
        ))}
      </div>
    );
  });
}

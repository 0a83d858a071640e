import type { Document } from '@crypto-erp/contract/documents';
import { Paper, Text } from '@mantine/core';
import { Amount } from '../../components/Amount.tsx';
import { Facts } from '../../components/Facts.tsx';
import { TextLink } from '../../components/Links.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { formatDate } from '../../lib/dates.ts';
import { formatAmount } from '../../lib/money.ts';

/** Dates, contact, rate and the way to the entry. */
export function InvoiceFacts({ invoice }: { invoice: Document }) {
  const { company } = useCompany();
  const params = { companyId: company.id };
  const foreign = invoice.asset !== company.baseAsset;
  return (
    <Paper withBorder p="md">
      <Facts
        facts={{
          Contact: (
            <TextLink to="/companies/$companyId/contacts/$id" params={{ ...params, id: invoice.contactId }}>
              {invoice.contactName}
            </TextLink>
          ),
          'Issue date': formatDate(invoice.issueDate),
          'Due date': (
            <Text c={invoice.overdue ? 'var(--negative-color)' : undefined}>
              {formatDate(invoice.dueDate)}
            </Text>
          ),
          Open:
            invoice.status === 'draft' ? null : (
              <Amount value={invoice.openAmount} asset={invoice.asset} withAsset />
            ),
          Reference: invoice.reference,
          Rate: foreign && invoice.rate !== null ? <Rate invoice={invoice} rate={invoice.rate} /> : null,
          'In the books':
            foreign && invoice.baseTotal !== null ? (
              <Amount value={invoice.baseTotal} asset={company.baseAsset} withAsset />
            ) : null,
          Entry: entryLink(params.companyId, invoice.entryId, 'Open entry'),
        }}
      />
    </Paper>
  );
}

function Rate({ invoice, rate }: { invoice: Document; rate: string }) {
  const { company } = useCompany();
  return (
    <>
      <span>
        1 {invoice.asset} = {formatAmount(rate)} {company.baseAsset}
      </span>
      {invoice.rateDate !== null && invoice.rateDate !== invoice.issueDate && (
        <Text span size="sm" c="dimmed">
          {' '}
          of {formatDate(invoice.rateDate)}
        </Text>
      )}
    </>
  );
}

function entryLink(companyId: string, id: string | null, text: string) {
  if (id === null) return null;
  return (
    <TextLink to="/companies/$companyId/entries/$id" params={{ companyId, id }}>
      {text}
    </TextLink>
  );
}

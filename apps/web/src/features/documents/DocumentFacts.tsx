import type { Document } from '@crypto-erp/contract/documents';
import { Paper, Text } from '@mantine/core';
import { Amount } from '../../components/Amount.tsx';
import { Facts } from '../../components/Facts.tsx';
import { TextLink } from '../../components/Links.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { formatDate } from '../../lib/dates.ts';
import { formatAmount } from '../../lib/money.ts';

/** Dates, contact, rate and the way to the entry. */
export function DocumentFacts({ document }: { document: Document }) {
  const { company } = useCompany();
  const params = { companyId: company.id };
  const foreign = document.asset !== company.baseAsset;
  return (
    <Paper withBorder p="md">
      <Facts
        facts={{
          Contact: (
            <TextLink to="/companies/$companyId/contacts/$id" params={{ ...params, id: document.contactId }}>
              {document.contactName}
            </TextLink>
          ),
          'Issue date': formatDate(document.issueDate),
          'Due date': (
            <Text c={document.overdue ? 'var(--negative-color)' : undefined}>
              {formatDate(document.dueDate)}
            </Text>
          ),
          Open:
            document.status === 'draft' ? null : (
              <Amount value={document.openAmount} asset={document.asset} withAsset />
            ),
          'Their number': document.externalNumber,
          Reference: document.reference,
          Credited: /[1-9]/.test(document.creditedAmount) ? (
            <Amount value={document.creditedAmount} asset={document.asset} withAsset />
          ) : null,
          Rate: foreign && document.rate !== null ? <Rate document={document} rate={document.rate} /> : null,
          'In the books':
            foreign && document.baseTotal !== null ? (
              <Amount value={document.baseTotal} asset={company.baseAsset} withAsset />
            ) : null,
          Entry: entryLink(params.companyId, document.entryId, 'Open entry'),
        }}
      />
    </Paper>
  );
}

function Rate({ document, rate }: { document: Document; rate: string }) {
  const { company } = useCompany();
  return (
    <>
      <span>
        1 {document.asset} = {formatAmount(rate)} {company.baseAsset}
      </span>
      {document.rateDate !== null && document.rateDate !== document.issueDate && (
        <Text span size="sm" c="dimmed">
          {' '}
          of {formatDate(document.rateDate)}
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

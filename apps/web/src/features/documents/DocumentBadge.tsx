import type { DocumentSummary } from '@crypto-erp/contract/documents';
import { Badge, Group } from '@mantine/core';
import { DOCUMENT_STATUS_LABELS } from '../../lib/labels.ts';

const COLORS = {
  draft: 'gray',
  posted: 'blue',
  'partly-paid': 'orange',
  paid: 'teal',
  void: 'gray',
  overdue: 'red',
};

/** The status of a document, and that it is overdue; a posted one that is overdue says only that. */
export function DocumentBadge({ document }: { document: Pick<DocumentSummary, 'status' | 'overdue'> }) {
  const { status, overdue } = document;
  const shown = overdue ? (['partly-paid', 'overdue'] as const) : [status];
  return (
    <Group gap={4} wrap="nowrap" display="inline-flex">
      {shown
        .filter((one) => one === 'overdue' || one === status)
        .map((one) => (
          <Badge key={one} color={COLORS[one]} variant="light" tt="none">
            {DOCUMENT_STATUS_LABELS[one]}
          </Badge>
        ))}
    </Group>
  );
}

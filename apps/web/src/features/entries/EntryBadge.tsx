import type { EntrySummary } from '@crypto-erp/contract/entries';
import { Badge } from '@mantine/core';
import { ENTRY_STATUS_LABELS } from '../../lib/labels.ts';

const COLORS = { draft: 'gray', posted: 'blue', reversed: 'gray' };

/** The status of an entry. */
export function EntryBadge({ status }: Pick<EntrySummary, 'status'>) {
  return (
    <Badge color={COLORS[status]} variant="light" tt="none">
      {ENTRY_STATUS_LABELS[status]}
    </Badge>
  );
}

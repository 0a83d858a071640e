import { Badge } from '@mantine/core';

/** Marks what is archived; nothing for the rest. */
export function ArchivedBadge({ archived }: { archived: boolean }) {
  if (!archived) return null;
  return (
    <Badge color="gray" variant="light" tt="none">
      Archived
    </Badge>
  );
}

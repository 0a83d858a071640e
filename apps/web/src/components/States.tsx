import type { Problem } from '@crypto-erp/contract/problem';
import { Alert, Button, EmptyState, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { problemOf } from '../lib/problem.ts';

interface QueryLike<Data> {
  data: Data | undefined;
  error: Error | null;
  refetch: () => unknown;
}

interface QueryStateProps<Data> {
  query: QueryLike<Data>;
  /** What stands there while it loads; grey rows by default. */
  loading?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** What a query has to show: grey rows while it loads, why it failed and a way to try again, or its data. */
export function QueryState<Data>({ query, loading = <LoadingRows />, children }: QueryStateProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Failure error={query.error} retry={query.refetch} />;
  return loading;
}

/** Why something could not be read. */
export function Failure({ error, retry }: { error: unknown; retry: () => unknown }) {
  const problem = problemOf(error);
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={titleOf(problem)} role="alert">
      <Stack align="flex-start" gap="sm">
        <Text size="sm">{problem.detail}</Text>
        <Button size="xs" variant="default" onClick={() => retry()}>
          Try again
        </Button>
      </Stack>
    </Alert>
  );
}

function titleOf({ status, title }: Problem): string {
  if (status === 404) return 'Not found';
  return status === 403 ? 'Not permitted' : title;
}

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Grey rows in place of a list or a form that is on its way. */
export function LoadingRows({ rows = 6 }: { rows?: number }) {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      {ROWS.slice(0, rows).map((row) => (
        <Skeleton key={row} height={36} radius="sm" />
      ))}
    </Stack>
  );
}

interface EmptyProps {
  icon: ReactNode;
  title: string;
  /** What to do next. */
  children: ReactNode;
  action?: ReactNode;
}

/** A list without rows: says what would stand there and what to do next. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <Paper withBorder py={40} px="md">
      <EmptyState icon={icon} variant="light" title={title} description={children}>
        {action !== undefined && <Group justify="center">{action}</Group>}
      </EmptyState>
    </Paper>
  );
}

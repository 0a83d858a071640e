import { Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of a screen with its own heading and buttons. */
export function Section({
  title,
  action,
  children,
}: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Stack component="section" gap="sm" aria-label={title}>
      <Group justify="space-between">
        <Title>{title}</Title>
        {action}
      </Group>
      {children}
    </Stack>
  );
}

import { ActionIcon, Box, Button, Group, Input, Stack } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import classes from './LineGrid.module.css';

interface LinesProps {
  onAdd: () => void;
  children: ReactNode;
}

/** The lines of a document and the button for another. */
export function Lines({ onAdd, children }: LinesProps) {
  return (
    <Stack gap="xs">
      <Stack gap="xs">{children}</Stack>
      <Group>
        <Button variant="light" size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
          Add line
        </Button>
      </Group>
    </Stack>
  );
}

interface LineProps {
  /** From 1. */
  number: number;
  /** `grid-template-columns` where the line fits in one row. */
  columns: string;
  children: ReactNode;
  onRemove: (() => void) | null;
}

/** One line: a row of fields, or a card where a row does not fit. */
export function Line({ number, columns, children, onRemove }: LineProps) {
  return (
    <fieldset
      className={classes.line}
      style={{ '--line-columns': `${columns} 32px` } as CSSProperties}
      aria-label={`Line ${number}`}
    >
      {children}
      <ActionIcon
        className={classes.remove}
        variant="subtle"
        color="gray"
        size={32}
        aria-label={`Remove line ${number}`}
        disabled={onRemove === null}
        onClick={() => onRemove?.()}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </fieldset>
  );
}

/** A field that takes a card's whole width. */
export function FullField({ children }: { children: ReactNode }) {
  return <div className={classes.full}>{children}</div>;
}

/** A number that is entered or follows from the others, with its label at the right. */
export function AmountField({ children }: { children: ReactNode }) {
  return <div className={classes.amount}>{children}</div>;
}

/** A number that follows from the fields. */
export function LineResult({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Input.Wrapper label={label} labelElement="div" className={classes.amount}>
      <Box className={`figures ${classes.result}`}>{children}</Box>
    </Input.Wrapper>
  );
}

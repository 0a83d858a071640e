import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CommandForm as State } from '../lib/use-command-form.ts';
import { FormAlert } from './FormAlert.tsx';

interface CommandFormProps<Values extends object, Intent> {
  state: State<Values, Intent>;
  label: string;
  children: ReactNode;
  /** The label of the submit button, or other buttons in its place. */
  submit: string | ReactNode;
  /** Leaves without sending. */
  onCancel?: () => void;
}

/** The frame of a form that sends a command: Enter submits, a refusal stands on top. */
export function CommandForm<Values extends object, Intent>(props: CommandFormProps<Values, Intent>) {
  const { state, label, children, submit, onCancel } = props;
  return (
    <form
      ref={state.formRef}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // A form in a modal is, for React, still inside the form that opened it.
        event.stopPropagation();
        state.submit();
      }}
    >
      <Stack gap="md">
        <FormAlert refusal={state.refusal} />
        {children}
        <Group justify="flex-end" gap="xs" mt="xs">
          {onCancel !== undefined && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          {typeof submit === 'string' ? (
            <Button type="submit" loading={state.busy}>
              {submit}
            </Button>
          ) : (
            submit
          )}
        </Group>
      </Stack>
    </form>
  );
}

import { Anchor, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CommandForm } from '../../components/CommandForm.tsx';
import { answerOf, api } from '../../lib/api.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { EntryFrame } from './EntryFrame.tsx';

interface SecondFactorProps {
  onDone: () => void;
  onBack: () => void;
}

/** The code of the authenticator app, or one of the backup codes. */
export function SecondFactor({ onDone, onBack }: SecondFactorProps) {
  const [backup, setBackup] = useState(false);
  const state = useCommandForm({
    initialValues: { code: '' },
    send: ({ code }) =>
      answerOf(
        api.POST(`/v1/auth/two-factor/${backup ? 'verify-backup-code' : 'verify-totp'}`, {
          body: { code: backup ? code.trim() : code.replaceAll(/\s/g, '') },
        }),
      ),
    onDone,
  });
  return (
    <EntryFrame
      title="Second factor"
      lead={backup ? 'Enter one of your backup codes.' : 'Enter the six digits your authenticator app shows.'}
    >
      <CommandForm state={state} label="Second factor" submit="Continue" onCancel={onBack}>
        <TextInput
          label={backup ? 'Backup code' : 'Code'}
          inputMode={backup ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          autoFocus
          {...state.form.getInputProps('code')}
        />
      </CommandForm>
      <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setBackup(!backup)}>
        {backup ? 'Use the authenticator app' : 'Use a backup code'}
      </Anchor>
    </EntryFrame>
  );
}

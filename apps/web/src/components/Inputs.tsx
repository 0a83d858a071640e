import { PasswordInput, type PasswordInputProps, TextInput, type TextInputProps } from '@mantine/core';
import { normaliseAmount } from '../lib/money.ts';

type TextValueProps = Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> & {
  value?: string | null;
  onChange?: (value: string) => void;
};

/** An amount, quantity or percentage as text; what was typed is put in its usual form on leaving the field. */
export function AmountInput({ value, onChange, onBlur, ...props }: TextValueProps) {
  const normalise = () => {
    const text = value ?? '';
    const normal = text === '' ? '' : normaliseAmount(text);
    if (normal !== text) onChange?.(normal);
  };
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      {...props}
      classNames={{ input: 'figures amount-input' }}
      value={value ?? ''}
      onChange={(event) => onChange?.(event.currentTarget.value)}
      onKeyDown={(event) => {
        // Enter submits before the field is left.
        if (event.key === 'Enter') normalise();
      }}
      onBlur={(event) => {
        normalise();
        onBlur?.(event);
      }}
    />
  );
}

/** A calendar date in the browser's own date field. */
export function DateInput({ value, onChange, ...props }: TextValueProps) {
  return (
    <TextInput
      type="date"
      max="9999-12-31"
      {...props}
      value={value ?? ''}
      onChange={(event) => onChange?.(event.currentTarget.value)}
    />
  );
}

/** A password. Mantine marks its frame when it is wrong, but not the field that a screen reader reads. */
export function PasswordField(props: PasswordInputProps) {
  return <PasswordInput aria-invalid={Boolean(props.error)} {...props} />;
}

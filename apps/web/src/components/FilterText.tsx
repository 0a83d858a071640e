import { CloseButton, TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';

interface FilterTextProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string;
  onChange: (value: string) => void;
}

/** A text that filters a list: applied when typing pauses, at once on Enter and on clearing. */
export function FilterText({ value, onChange, ...props }: FilterTextProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const later = useDebouncedCallback(onChange, { delay: 300, flushOnUnmount: false });
  const apply = (text: string) => {
    later.cancel();
    if (text !== value) onChange(text);
  };
  return (
    <TextInput
      {...props}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        later(event.currentTarget.value.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply(typed.trim());
      }}
      onBlur={() => apply(typed.trim())}
      rightSection={
        typed === '' ? undefined : (
          <CloseButton
            size="sm"
            aria-label={`Clear ${props.label ?? 'filter'}`}
            onClick={() => {
              setTyped('');
              apply('');
            }}
          />
        )
      }
    />
  );
}

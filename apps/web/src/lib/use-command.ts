import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commandKeys, type KeyFor } from './command-key.ts';

/**
 * A command of the API as a mutation. `run` gets `keyFor` for the `Idempotency-Key` of each request it makes.
 * Afterwards everything on the screen is read again: a posted invoice changes entries, reports and more.
 */
export function useCommand<Input, Answer>(
  run: (input: Input, keyFor: KeyFor) => Promise<Answer>,
  onDone?: (answer: Answer, input: Input) => void,
) {
  const queryClient = useQueryClient();
  const [keys] = useState(() => commandKeys());
  return useMutation({
    mutationFn: (input: Input) => run(input, keys.keyFor),
    onSuccess: (answer, input) => {
      keys.done();
      onDone?.(answer, input);
      void queryClient.invalidateQueries();
    },
  });
}

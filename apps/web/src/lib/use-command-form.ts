import type { Problem } from '@crypto-erp/contract/problem';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { KeyFor } from './command-key.ts';
import { sortErrors } from './pointer.ts';
import { problemOf } from './problem.ts';
import { useCommand } from './use-command.ts';

interface Options<Values, Intent, Answer> {
  initialValues: Values;
  /** Sends the form. Field names are those of the request body, so that the answer's pointers find them. */
  send: (values: Values, keyFor: KeyFor, intent: Intent | undefined) => Promise<Answer>;
  onDone?: (answer: Answer, intent: Intent | undefined) => void;
}

/** A refusal as a form shows it: the document, and the messages that have no field on the screen. */
export interface FormProblem {
  problem: Problem;
  /** What to do. */
  detail: string;
  unplaced: string[];
  /** How many fields carry a message. */
  marked: number;
}

export interface CommandForm<Values extends object, Intent> {
  form: UseFormReturnType<Values>;
  formRef: RefObject<HTMLFormElement | null>;
  submit: (intent?: Intent) => void;
  busy: boolean;
  refusal: FormProblem | null;
}

/**
 * A form that sends one command: puts the server's messages at their fields, moves the focus to the first of
 * them, and keeps the idempotency key while the same values are sent again.
 */
export function useCommandForm<Values extends object, Answer, Intent = never>(
  options: Options<Values, Intent, Answer>,
): CommandForm<Values, Intent> {
  const form = useForm<Values>({ mode: 'controlled', initialValues: options.initialValues });
  const formRef = useRef<HTMLFormElement>(null);
  const [refusal, setRefusal] = useState<FormProblem | null>(null);
  const command = useCommand(
    ({ values, intent }: { values: Values; intent: Intent | undefined }, keyFor) =>
      options.send(values, keyFor, intent),
    (answer, { intent }) => options.onDone?.(answer, intent),
  );

  useEffect(() => {
    if (refusal === null) return;
    const find = (selector: string) => formRef.current?.querySelector<HTMLElement>(selector);
    const target = find('[aria-invalid="true"]') ?? find('[role="alert"]');
    target?.focus();
  }, [refusal]);

  function submit(intent?: Intent) {
    if (command.isPending) return;
    form.clearErrors();
    setRefusal(null);
    const { values } = form;
    command.mutate(
      { values, intent },
      {
        onError: (error) => {
          const problem = problemOf(error);
          const sorted = sortErrors(problem.errors ?? [], values);
          form.setErrors(sorted.fields);
          const marked = Object.keys(sorted.fields).length;
          const said = problem.code === 'invalid_input' && marked > 0 && sorted.unplaced.length === 0;
          const detail = said ? 'Correct them and send again.' : problem.detail;
          setRefusal({ problem, detail, unplaced: sorted.unplaced, marked });
        },
      },
    );
  }

  return { form, formRef, submit, busy: command.isPending, refusal };
}

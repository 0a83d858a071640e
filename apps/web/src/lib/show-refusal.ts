import { notifications } from '@mantine/notifications';
import { problemOf } from './problem.ts';

/** How long a refusal stays on the screen, in milliseconds: long enough to read two sentences. */
const STAYS_MS = 15_000;

/** Says why a button's command was refused; a form has its own place for that. */
export function showRefusal(error: unknown): void {
  const problem = problemOf(error);
  notifications.show({ color: 'red', title: problem.title, message: problem.detail, autoClose: STAYS_MS });
}

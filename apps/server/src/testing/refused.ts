import assert from 'node:assert/strict';
import { DomainError } from '../errors.ts';

/** Asserts that `reading` refuses what it reads at `/value` with this code, and says nothing of `text` itself. */
export function refusesField(reading: () => unknown, code: string, text: string): void {
  assert.throws(
    reading,
    (error) => {
      assert.ok(error instanceof DomainError, String(error));
      const got = error.fields.map((field) => [field.path, field.code]);
      assert.deepEqual([error.code, got], [code, [['/value', code]]]);
      assert.ok(text.length < 10 || !error.message.includes(text.trim()), 'the message repeats the input');
      return true;
    },
    text,
  );
}

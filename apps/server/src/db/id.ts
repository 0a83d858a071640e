import { v7 } from 'uuid';

/** A new id: UUID version 7, so that ids made later sort later and indexes grow at their end. */
export function newId(): string {
  return v7();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `text` is a UUID in lower case, the only form we write into SQL as a literal. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

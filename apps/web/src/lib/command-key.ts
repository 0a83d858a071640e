/** The `Idempotency-Key` for sending `command`, anything JSON that tells it from another. */
export type KeyFor = (command: unknown) => string;

export interface CommandKeys {
  /** The same key for the same command until {@link done}, another one when anything in it changed. */
  keyFor: KeyFor;
  /** The commands went through; sending the same again is meant as another one. */
  done(): void;
}

/** Keys for one form: a repeat after a lost answer is not done twice, an edit is a new command. */
export function commandKeys(newKey: () => string = newUuid): CommandKeys {
  const sent = new Map<string, string>();
  return {
    keyFor(command) {
      const text = JSON.stringify(command) ?? '';
      const key = sent.get(text) ?? newKey();
      sent.set(text, key);
      return key;
    },
    done() {
      sent.clear();
    },
  };
}

/** `crypto.randomUUID` exists only over HTTPS and on localhost; this works on a plain address in the office too. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

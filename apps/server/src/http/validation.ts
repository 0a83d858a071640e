import { Ajv } from 'ajv';
import addFormatsModule, { type FormatsPlugin } from 'ajv-formats';
import type { App } from './types.ts';

// The package is CommonJS whose default export is the module itself under Node.
const addFormats = addFormatsModule as unknown as FormatsPlugin;

/**
 * Validates exactly what was sent: no type is changed in a body, because `1` for `"1"` would let a float become an
 * amount, and an unknown field is an error. Only queries and paths, which are text by nature, are read as numbers.
 */
export function installValidation(app: App): void {
  const strict = addFormats(new Ajv({ allErrors: true, strict: false, useDefaults: true }));
  const fromText = addFormats(
    new Ajv({ allErrors: true, strict: false, useDefaults: true, coerceTypes: true }),
  );
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' || httpPart === 'headers' ? strict : fromText).compile(schema),
  );
}

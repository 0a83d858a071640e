import type { FieldError } from '@crypto-erp/contract/problem';
import { Ajv } from 'ajv';
import addFormatsModule, { type FormatsPlugin } from 'ajv-formats';
import { fieldError } from '../errors.ts';
import { fieldErrors } from './problems.ts';
import type { App } from './types.ts';

// The package is CommonJS whose default export is the module itself under Node.
const addFormats = addFormatsModule as unknown as FormatsPlugin;

/**
 * Validates exactly what was sent: no type is changed in a body, because `1` for `"1"` would let a float become an
 * amount, and an unknown field is an error. Only queries and paths, which are text by nature, are read as numbers.
 */
export function installValidation(app: App): void {
  // The API reads JSON only.
  app.removeContentTypeParser('text/plain');
  const strict = strictAjv();
  const fromText = addFormats(
    new Ajv({ allErrors: true, strict: false, useDefaults: true, coerceTypes: true }),
  );
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' || httpPart === 'headers' ? strict : fromText).compile(schema),
  );
  app.addHook('preValidation', async ({ body, query }) => {
    // A file is stored as bytes, whatever they are.
    if (!Buffer.isBuffer(body)) refuseUnstorable(body, '');
    refuseUnstorable(query, 'query');
  });
}

function strictAjv(): Ajv {
  return addFormats(new Ajv({ allErrors: true, strict: false, useDefaults: true }));
}

/** What is wrong with a body, as the API says it; nothing when it fits. */
export type BodyCheck = (body: unknown) => FieldError[];

/** Checks bodies that come another way than over HTTP against a schema of the contract, by the same rules. */
export function bodyCheck(schema: object): BodyCheck {
  const validate = strictAjv().compile(schema);
  return (body) => (validate(body) ? [] : fieldErrors(validate.errors ?? [], 'body'));
}

/** How deep a body may nest. No schema asks for more than 5; what has no schema is not walked without end either. */
const MAX_DEPTH = 32;

/**
 * PostgreSQL stores neither U+0000 nor half of a surrogate pair, and JSON can bring both. Throws `invalid_input` at
 * the text's path, and at what nests too deep.
 */
function refuseUnstorable(value: unknown, path: string, depth = 0): void {
  if (typeof value === 'string') {
    if (value.isWellFormed() && !value.includes('\0')) return;
    throw fieldError(
      'invalid_input',
      path,
      'This text holds a character that is none: U+0000 or half a surrogate.',
    );
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth === MAX_DEPTH) {
    throw fieldError('invalid_input', path, `This nests more than ${MAX_DEPTH} levels deep.`);
  }
  for (const [key, inner] of Object.entries(value)) {
    refuseUnstorable(key, path);
    refuseUnstorable(inner, `${path}/${key}`, depth + 1);
  }
}

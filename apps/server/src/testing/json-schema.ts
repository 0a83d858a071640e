import fc from 'fast-check';

/** What the contract's schemas are made of, as far as generators need it. */
export interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
}

/** Values that a test knows to exist, by the field's name, and how often in 100 a generator takes one of them. */
export interface Known {
  values(field: string): readonly unknown[];
  often: number;
}

/** Values that `schema` allows. `field` is the name of the property it stands for. */
export function valid(schema: JsonSchema, known: Known, field = ''): fc.Arbitrary<unknown> {
  const real = known.values(field);
  const anything = unknownValue(schema, known, field);
  if (real.length === 0) return anything;
  return fc.oneof(
    { weight: known.often, arbitrary: fc.constantFrom(...real) },
    { weight: 100 - known.often, arbitrary: anything },
  );
}

function unknownValue(schema: JsonSchema, known: Known, field: string): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => unknownValue(one, known, field)));
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -(2 ** 31), max: schema.maximum ?? 2 ** 31 - 1 });
    case 'array':
      return fc.array(valid(schema.items ?? {}, known), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, valid(inner, known, name)]),
        ),
        { requiredKeys: schema.required ?? [] },
      );
    case 'string':
      return text(schema);
    default:
      return fc.jsonValue();
  }
}

function text(schema: JsonSchema): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return fc.uuid();
  if (schema.format === 'email') return fc.emailAddress();
  if (schema.format === 'date') return day;
  if (schema.format === 'date-time') return day.map((date) => `${date}T12:34:56.789Z`);
  // Free text has a pattern that only leaves U+0000 out.
  if (schema.pattern === undefined || schema.pattern.startsWith('^[^'))
    return fc.string({
      unit: 'binary',
      minLength: schema.minLength ?? 0,
      maxLength: Math.min(schema.maxLength ?? 50, 50),
    });
  return fc
    .stringMatching(new RegExp(schema.pattern))
    .filter((value) => value.length <= (schema.maxLength ?? Number.POSITIVE_INFINITY));
}

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** The ways to every value in `value`, each as the keys that lead there; `[]` is the value itself. */
export function paths(value: unknown, at: readonly (string | number)[] = []): (string | number)[][] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) =>
          paths(one, [...at, Array.isArray(value) ? Number(key) : key]),
        )
      : [];
  return [[...at], ...inner];
}

/** A copy of `value` with `replacement` at `path`. */
export function replaced(value: unknown, path: readonly (string | number)[], replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((one, i) => (i === key ? replaced(one, rest, replacement) : one));
  const from = value as Record<string, unknown>;
  return { ...from, [key]: replaced(from[key], rest, replacement) };
}

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ERROR_CODES, type Problem } from '@crypto-erp/contract/problem';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormatsModule, { type FormatsPlugin } from 'ajv-formats';
import fc from 'fast-check';
import { newId } from '../db/id.ts';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../testing/api.ts';
import { type JsonSchema, paths, replaced, valid } from '../testing/json-schema.ts';
import { PASSWORD, realValues } from '../testing/real-values.ts';

interface Parameter {
  in: 'path' | 'query' | 'header';
  name: string;
  required?: boolean;
  schema: JsonSchema;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>;
}

interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  operation: Operation;
}

/** One request: what stands in each place of the route. */
interface Values {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  /** Without one, each request has an idempotency key of its own. */
  header: { 'idempotency-key'?: string };
  body?: unknown;
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);
/** Requests a route: of real values, and of values of which about half are real. */
const RANDOM_REQUESTS = { 100: 12, 50: 12 };
/** Each try of a password costs as much as it should. */
const RANDOM_SIGN_INS = { 100: 3, 50: 10 };
const SEED = 20_260_402;

/**
 * What cannot succeed here: nothing renders PDFs, in which a Factur-X would be; no guest has a second factor in use; and no
 * transfer is by chance of the transaction that is split.
 */
const NEVER_DONE = [
  'GET /v1/companies/{companyId}/credit-notes/{id}/factur-x',
  'GET /v1/companies/{companyId}/credit-notes/{id}/pdf',
  'GET /v1/companies/{companyId}/debit-notes/{id}/factur-x',
  'GET /v1/companies/{companyId}/debit-notes/{id}/pdf',
  'GET /v1/companies/{companyId}/invoices/{id}/factur-x',
  'GET /v1/companies/{companyId}/invoices/{id}/pdf',
  'POST /v1/auth/two-factor/generate-backup-codes',
  'POST /v1/auth/two-factor/get-totp-uri',
  'POST /v1/auth/two-factor/verify-backup-code',
  'POST /v1/auth/two-factor/verify-totp',
  'POST /v1/companies/{companyId}/transactions/{id}/split',
];

// The package is CommonJS whose default export is the module itself under Node.
const addFormats = addFormatsModule as unknown as FormatsPlugin;
const ajv = addFormats(new Ajv({ strict: false }));

let api: TestApi;
let owner: TestUser;
let company: TestCompany;
let routes: Route[];
let document: { openapi: string; info: object; paths: Record<string, Record<string, Operation>> };
let known: Record<string, unknown[]>;
/** The session of who tries the ways to sign in and out: they end it again and again. */
let guest: string;
let addresses = 0;

before(async () => {
  api = await testApi();
  document = (await api.app.inject('/openapi.json')).json();
  routes = Object.entries(document.paths).flatMap(([url, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      method: method.toUpperCase() as Route['method'],
      url,
      operation,
    })),
  );
  owner = await api.signUp();
  company = await owner.createCompany({ taxNumber: 'DE123456789', address: 'Hauptstr. 1' });
  known = await realValues(api, owner, company);
});
after(() => api.close());

test('the document is OpenAPI 3.1 and describes each route of the application, and no other', () => {
  assert.match(document.openapi, /^3[.]1[.]\d+$/);
  const described: string[] = [];
  for (const [url, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const name = `${method.toUpperCase()} ${url}`;
      assert.ok(METHODS.has(method), name);
      described.push(name);
      assert.ok(Object.keys(operation.responses).length > 0, name);
      for (const [status, response] of Object.entries(operation.responses)) {
        assert.match(status, /^([1-5]\d\d|default)$/, name);
        assert.equal(typeof response.description, 'string', name);
      }
      const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path');
      assert.ok(
        inPath.every((one) => one.required),
        name,
      );
      const templated = [...url.matchAll(/{(\w+)}/g)].map((found) => found[1]);
      assert.deepEqual(inPath.map((one) => one.name).sort(), templated.sort(), name);
    }
  }
  const served = servedRoutes(api.app.printRoutes({ commonPrefix: false }));
  // The web page's own route is there once the page is built.
  const hidden = served.filter((name) => !described.includes(name) && name !== 'GET *');
  assert.deepEqual(hidden.sort(), ['GET /docs', 'GET /docs/', 'GET /docs/js/scalar.js', 'GET /openapi.json']);
  assert.deepEqual(
    described.filter((name) => !served.includes(name)),
    [],
  );
});

test('whatever stands in any field of any route, the answer is the one described or a problem', async () => {
  const failures: string[] = [];
  const succeeded = new Set<string>();
  const sent = new Map<string, number>();
  for (const route of routes) {
    const name = `${route.method} ${route.url}`;
    if (route.url.startsWith('/v1/auth/')) guest = await newGuest();
    for (const values of requestsOf(route, seedOf(name))) {
      const answer = await send(route, values);
      sent.set(name, (sent.get(name) ?? 0) + 1);
      if (answer.status < 300) succeeded.add(name);
      if (answer.failure !== null && failures.length < 10) failures.push(answer.failure);
    }
  }
  assert.deepEqual(failures, []);
  assert.equal(sent.size, routes.length);
  assert.ok(routes.length >= 60, `${routes.length} routes`);
  const inVain = [...sent.keys()].filter((name) => !succeeded.has(name));
  assert.deepEqual(inVain.sort(), NEVER_DONE, 'the routes of which no handler ran to its end');
});

/** A route's own seed: it gets the same requests whatever routes are beside it. */
function seedOf(name: string): number {
  return Array.from(name).reduce((seed, letter) => (seed * 31 + letter.charCodeAt(0)) | 0, SEED);
}

async function newGuest(): Promise<string> {
  const payload = { name: 'Guest', email: `${newId()}@example.com`, password: PASSWORD };
  const response = await api.app.inject({
    method: 'POST',
    url: '/v1/auth/sign-up/email',
    payload,
    remoteAddress: newAddress(),
  });
  assert.equal(response.statusCode, 200, response.body);
  known['auth/email'] = [payload.email, `${newId()}@example.com`];
  return response.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
}

/** The next address: attempts to sign in are counted by address. */
function newAddress(): string {
  addresses += 1;
  return `10.0.${addresses >> 8}.${addresses & 255}`;
}

/** Everything that is sent to a route: what its schemas allow, then the same with one wrong field after the other. */
function* requestsOf(route: Route, seed: number): Generator<Values> {
  for (const [often, numRuns] of Object.entries(
    route.url.startsWith('/v1/auth/') ? RANDOM_SIGN_INS : RANDOM_REQUESTS,
  )) {
    yield* fc.sample(requests(route, Number(often)), { numRuns, seed });
  }
  const [base] = fc.sample(requests(route, 100), { numRuns: 1, seed });
  if (base) yield* mutations(route, base);
}

/** Requests that the route's schemas allow. Optional query parameters come and go. */
function requests({ url, operation }: Route, often: number): fc.Arbitrary<Values> {
  const parameters = operation.parameters ?? [];
  const values = knownAt(url);
  const part = (place: 'path' | 'query'): fc.Arbitrary<Record<string, unknown>> => {
    const here = parameters.filter((one) => one.in === place);
    return fc.record(
      Object.fromEntries(here.map((one) => [one.name, valid(one.schema, { values, often }, one.name)])),
      { requiredKeys: here.filter((one) => one.required).map((one) => one.name) },
    );
  };
  const content = operation.requestBody?.content;
  const schema = content?.['application/json']?.schema;
  return fc.record({
    path: part('path'),
    query: part('query'),
    header: fc.constant({}),
    body: schema
      ? valid(schema, { values, often })
      : content
        ? fc.constantFrom(...values('file'))
        : fc.constant(undefined),
  });
}

/** The media type of what the route takes: JSON, one that it names, or any file's. */
function mediaTypeOf({ requestBody }: Operation): string {
  const [type = ''] = Object.keys(requestBody?.content ?? {});
  return ['application/json', 'application/xml'].includes(type) ? type : 'text/csv';
}

/** Real values of a field, those of the noun before the id first. */
function knownAt(url: string): (field: string) => readonly unknown[] {
  const parts = url.split('/');
  const noun = url.startsWith('/v1/auth/') ? 'auth' : (parts[4] ?? parts[2] ?? '');
  return (field) => known[`${noun}/${field}`] ?? known[field] ?? [];
}

/** The request with one field after the other replaced by each of the wrong values. */
function* mutations(route: Route, base: Values): Generator<Values> {
  for (const { in: place, name } of route.operation.parameters ?? []) {
    for (const wrong of place === 'header' ? WRONG_HEADERS : WRONG_TEXTS) {
      yield { ...base, [place]: { ...base[place], [name]: wrong } };
    }
  }
  if (base.body === undefined) return;
  for (const path of paths(base.body)) {
    for (const wrong of WRONG_VALUES) yield { ...base, body: replaced(base.body, path, wrong) };
  }
}

const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);

const WRONG_VALUES: readonly unknown[] = [
  0,
  -1.5,
  1e300,
  true,
  null,
  [],
  [null],
  {},
  '',
  ' ',
  '1e3',
  'x'.repeat(20_000),
  '\u0000',
  '\ud800',
  '9'.repeat(38),
  '00000000-0000-0000-0000-000000000000',
  '2026-02-31',
  deep(200),
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}'),
];

const WRONG_TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '1e3',
  'null',
  'true',
  '[]',
  '{}',
  "'; --",
  'x'.repeat(4000),
  '\u0000',
  'ñ株',
  '2026-02-31',
  '9'.repeat(38),
  '00000000-0000-0000-0000-000000000000',
  '%',
  'W10',
  'WzEsMl0',
];

const WRONG_HEADERS: readonly string[] = ['', ' ', 'x'.repeat(201), 'a b', 'ñ', '"'];

/** Sends a request, and says what is wrong with the answer, or null. */
async function send(
  { method, url, operation }: Route,
  values: Values,
): Promise<{ status: number; failure: string | null }> {
  const filled = url.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(String(values.path[name])));
  const query = new URLSearchParams(
    Object.entries(values.query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const auth = url.startsWith('/v1/auth/');
  const mediaType = mediaTypeOf(operation);
  const response = await api.app.inject({
    method,
    url: query ? `${filled}?${query}` : filled,
    remoteAddress: auth ? newAddress() : '127.0.0.1',
    headers: {
      'idempotency-key': newId(),
      ...values.header,
      cookie: auth ? guest : owner.cookie,
      ...(values.body !== undefined && { 'content-type': mediaType }),
    },
    ...(values.body !== undefined && {
      payload: mediaType === 'application/json' ? JSON.stringify(values.body) : String(values.body),
    }),
  });
  const { statusCode: status, body } = response;
  const type = String(response.headers['content-type'] ?? '');
  if (auth && status === 401 && !url.endsWith('/sign-in/email')) guest = await newGuest();
  const reason = wrongAnswer(status, type, body, operation.responses);
  const short = (text: string): string => text.replace(/(.)\1{40,}/g, '$1…').slice(0, 1000);
  const failure = `${method} ${url}: ${reason}\n  sent ${short(JSON.stringify(values))}\n  got ${status} ${short(body)}`;
  return { status, failure: reason && failure };
}

function wrongAnswer(
  status: number,
  type: string,
  body: string,
  answers: Operation['responses'],
): string | null {
  if (status >= 500) return 'the server failed';
  if (status >= 400) {
    if (!type.startsWith('application/problem+json')) return `a refusal as ${type}`;
    const problem = JSON.parse(body) as Problem;
    if (!ERROR_CODES.some((code) => code === problem.code)) return `an unknown code ${problem.code}`;
    if (problem.status !== status || !problem.title || !problem.detail || !problem.type)
      return 'no problem document';
    return null;
  }
  const described = answers[status];
  // The sign-in library's answers are its own.
  if (described === undefined) return `an answer ${status} that is not described`;
  const schema = described.content?.['application/json']?.schema;
  if (schema === undefined || !type.startsWith('application/json')) return null;
  const validate = compiled(schema);
  return validate(JSON.parse(body)) ? null : `not as described: ${ajv.errorsText(validate.errors)}`;
}

const validators = new Map<JsonSchema, ValidateFunction>();

function compiled(schema: JsonSchema): ValidateFunction {
  const found = validators.get(schema) ?? ajv.compile(schema);
  validators.set(schema, found);
  return found;
}

/** `METHOD /url/{param}` of each route in Fastify's drawing of its routes. */
function servedRoutes(drawing: string): string[] {
  const found: string[] = [];
  const stack: string[] = [];
  for (const line of drawing.split('\n')) {
    const match = /^([│ ]*)[├└]── (\S+) \(([A-Z, ]+)\)$/.exec(line);
    if (!match) continue;
    const [, indent = '', part = '', methods = ''] = match;
    const depth = indent.length / 4;
    stack.splice(depth, stack.length, part);
    const url = stack.join('').replace(/:(\w+)/g, '{$1}');
    for (const method of methods.split(', ')) if (method !== 'HEAD') found.push(`${method} ${url}`);
  }
  return found;
}

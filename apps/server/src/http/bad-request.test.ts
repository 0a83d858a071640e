import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newId } from '../db/id.ts';
import { CONTACT } from '../testing/documents.ts';
import { type Expected, invalid, type Refusals, testRefusals } from '../testing/refusals.ts';

let given: Refusals;
let company: Refusals['company'];
let refused: Refusals['refused'];
let post: Refusals['post'];
let get: Refusals['get'];
let entry: Refusals['entry'];
let invoice: Refusals['invoice'];
before(async () => {
  given = await testRefusals();
  ({ company, refused, post, get, entry, invoice } = given);
});
after(() => given.close());

describe('the request itself', () => {
  test('a body over 1 MiB, too deep, not JSON, empty or of another type is refused', async () => {
    const notes = 'x'.repeat(1024 * 1024);
    await refused(post('invoices', invoice({}, { notes })), { status: 413, code: 'body_too_large' });
    for (const depth of [100, 1_000, 100_000, 500_000]) {
      const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      await refused(post('entries', deep), invalid());
      await refused(post('entries', `{"lines":${deep}}`), invalid());
      await refused(post('periods/2026-01/close', `{"a":${deep}}`), invalid());
    }
    const noJson: Expected = { status: 400, code: 'invalid_json' };
    for (const text of ['{', '{"a":1,}', "{'a':1}", 'NaN', '{"a":01}', '{"a":1}x', '']) {
      await refused(post('entries', text), noJson);
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const request = { ...post('entries', 'a=1'), headers: { 'content-type': type } };
      await refused(request, { status: 415, code: 'unsupported_media_type' });
    }
    for (const text of ['null', '1', '"x"', '[]', 'true']) await refused(post('entries', text), invalid());
  });

  test('a command without a usable idempotency key is refused', async () => {
    for (const key of [undefined, '', 'a b', 'ñ', 'x'.repeat(201)]) {
      await refused(
        { ...post('entries', entry()), headers: { 'idempotency-key': key } },
        { status: 400, code: 'idempotency_key_missing', path: 'header/idempotency-key' },
      );
    }
  });

  test('a private key or a seed phrase is refused in whatever field, and neither kept nor repeated', async () => {
    const phrase = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
    const key = 'L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY1';
    const expected = (path: string): Expected => ({ status: 422, code: 'secret_not_allowed', path });
    await refused(post('contacts', { ...CONTACT, address: `My wallet: ${phrase}` }), expected('/address'));
    await refused(post('invoices', invoice({ description: key })), expected('/lines/0/description'));
    const headers = { cookie: given.owner.cookie, 'idempotency-key': newId() };
    const answer = await given.api.app.inject({ ...post('contacts', { ...CONTACT, address: key }), headers });
    assert.ok(!answer.body.includes(key), answer.body);
    // the key of the command is free: nothing of the refused one was kept under it
    const good = await given.api.app.inject({ ...post('contacts', CONTACT), headers });
    assert.equal(good.statusCode, 201, good.body);
  });

  test('unknown fields are refused at their path, and prototypes stay clean', async () => {
    await refused(post('entries', { ...entry(), extra: 1 }), invalid('/extra'));
    await refused(post('entries', entry({ extra: 1 })), invalid('/lines/0/extra'));
    await refused(post('contacts', { ...CONTACT, id: newId() }), invalid('/id'));
    await refused(get('invoices?extra=1'), invalid('query/extra'));
    for (const key of ['__proto__', 'constructor']) {
      const text = JSON.stringify(CONTACT).replace('{', `{"${key}":{"prototype":{"archived":true}},`);
      await refused(post('contacts', text), { status: 400, code: 'invalid_json' });
    }
    assert.equal(Object.hasOwn(Object.prototype, 'archived'), false);
  });

  test('texts that no database stores, or that are too long, are refused at their field', async () => {
    for (const name of ['a\u0000b', 'a\ud800b', '\udc00', '', 'x'.repeat(201), 'x'.repeat(500_000)]) {
      await refused(post('contacts', { ...CONTACT, name }), invalid('/name'));
    }
    await refused(post('entries', entry({}, { description: '\u0000' })), invalid('/description'));
    await refused(post('entries', entry({ description: 'x\ud800' })), invalid('/lines/0/description'));
    await refused(post('invoices', invoice({}, { notes: 'x'.repeat(4001) })), invalid('/notes'));
    await refused(get('contacts?search=%00'), invalid('query/search'));
    await refused(get('invoices?number=%00'), invalid('query/number'));
  });

  test('a cursor that no page gave, and a limit out of its range, are refused', async () => {
    const cursor = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString('base64url');
    const cursors = [
      '',
      'x',
      '%F0%9F%92%A9',
      cursor({}),
      cursor(['2026-03-02']),
      cursor(['2026-03-02', 'x']),
      cursor(['2026-02-31', newId()]),
      cursor(['0000-01-01', newId()]),
      cursor([['2026-03-02'], newId(), null]),
      cursor([1, 2]),
      cursor(['\u0000', newId()]),
      cursor(['\ud800', newId()]),
    ];
    for (const list of ['entries', 'invoices', 'payments']) {
      for (const wrong of cursors) await refused(get(`${list}?cursor=${wrong}`), invalid('query/cursor'));
    }
    for (const wrong of ['x', cursor(['a\u0000', newId()]), cursor(['Ada', 'x'])]) {
      await refused(get(`contacts?cursor=${wrong}`), invalid('query/cursor'));
    }
    const ledger = 'reports/general-ledger?from=2026-01-01&to=2026-12-31';
    for (const wrong of [cursor(['1110', -1, 1]), cursor(['1110', '99999999999999999999', 1]), 'x']) {
      await refused(get(`${ledger}&cursor=${wrong}`), invalid('query/cursor'));
    }
    for (const limit of ['0', '-1', '1001', 'abc', '1.5', '', '1e400']) {
      for (const list of ['entries', 'invoices', 'payments', 'contacts', 'audit-log']) {
        await refused(get(`${list}?limit=${limit}`), invalid('query/limit'));
      }
    }
  });

  test('an address or a method that is none is not found', async () => {
    const missing: Expected = { status: 404, code: 'not_found' };
    await refused(get('nothing'), missing);
    await refused({ method: 'GET', url: '/v1/nothing' }, missing);
    await refused({ method: 'PUT', url: `${company.at}/contacts`, payload: CONTACT }, missing);
    await refused(get(`invoices/${'x'.repeat(500)}`), missing);
    await refused({ method: 'GET', url: '/v1/companies/%' }, missing);
    await refused(get('invoices/not-an-id'), invalid('path/id'));
  });
});

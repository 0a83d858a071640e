import assert from 'node:assert/strict';
import { createConnection } from 'node:net';
import { after, before, test } from 'node:test';
import { Import, MAX_IMPORT_BYTES } from '@crypto-erp/contract/imports';
import { Value } from 'typebox/value';
import { cleanUp } from '../../jobs/clean-up.ts';
import { assertRefused } from '../../testing/entries.ts';
import { type Importer, testImports } from '../../testing/imports.ts';
import { until } from '../../testing/until.ts';

let imports: Awaited<ReturnType<typeof testImports>>;
let company: Importer;
before(async () => {
  imports = await testImports();
  company = await imports.importer();
});
after(() => imports.close());

const FILE = 'name\nAnn\nBob\n';

const kept = async (): Promise<number> => {
  const [row] = await imports.api.asOwner<{ count: string }>('SELECT count(*) FROM erp.imports');
  return Number(row?.count);
};

test('the key covers the bytes: the same file is answered again, another is refused, and neither is kept', async () => {
  const before = await kept();
  const [first, again] = await Promise.all([1, 2].map(() => company.send('contacts', FILE, 'the-key')));
  assert.equal(first?.status, 201, JSON.stringify(first?.body));
  assert.ok(Value.Check(Import, first?.body), JSON.stringify(first?.body));
  assert.deepEqual([first?.body.state, first?.body.rows, first?.body.bytes], ['checking', 2, FILE.length]);
  assert.deepEqual([again?.status, again?.body], [201, first?.body]);
  assertRefused(
    await company.send('contacts', FILE.replace('Bob', 'Bib'), 'the-key'),
    'idempotency_key_reused',
  );
  assertRefused(await company.send('accounts', FILE, 'the-key'), 'idempotency_key_reused');
  assert.equal(await kept(), before + 1);
  const { items } = await company.get<{ items: Import[] }>('imports');
  assert.deepEqual(
    items.map(({ id }) => id),
    [first?.body.id],
  );
});

test('what is no file of text, or too large, is refused and leaves nothing', async () => {
  const before = await kept();
  const send = (headers: object, payload: string) =>
    imports.user.call({
      method: 'POST',
      url: `${company.at}/imports?kind=contacts`,
      payload,
      headers: { ...headers },
    });
  assertRefused(await send({ 'content-type': 'application/json' }, '{}'), 'unsupported_media_type');
  assertRefused(await send({}, FILE), 'unsupported_media_type');
  const large = { 'content-type': 'text/csv', 'content-length': String(MAX_IMPORT_BYTES + 1) };
  assert.equal(assertRefused(await send(large, FILE), 'body_too_large').status, 413);
  assertRefused(await company.send('wallets', FILE), 'invalid_input', 'query/kind');
  assert.equal(await kept(), before);
});

test('a transfer that breaks off, or is larger than it may be without saying so, leaves nothing', async () => {
  const before = await kept();
  const address = await imports.api.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = new URL(address);
  const transfer = async (more: (socket: ReturnType<typeof createConnection>) => void): Promise<string> => {
    const socket = createConnection({ host: '127.0.0.1', port: Number(port) });
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.write(
      [
        `POST ${company.at}/imports?kind=contacts HTTP/1.1`,
        `Host: localhost:${port}`,
        `Cookie: ${imports.user.cookie}`,
        'Idempotency-Key: broken',
        'Content-Type: text/csv',
        'Transfer-Encoding: chunked',
        '\r\n',
      ].join('\r\n'),
    );
    more(socket);
    await closed;
    return answer;
  };
  await transfer((socket) => {
    socket.write('5\r\nname\n\r\n');
    void until(async () => (await kept()) === before + 1).then(() => socket.destroy());
  });
  await until(async () => (await kept()) === before);

  const piece = 'x'.repeat(1024 * 1024);
  const answer = await transfer((socket) => {
    const write = (left: number): void => {
      if (left === 0 || socket.destroyed) return;
      socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`, () => write(left - 1));
    };
    write(MAX_IMPORT_BYTES / piece.length + 2);
  });
  assert.match(answer, /^HTTP\/1[.]1 413 /);
  await until(async () => (await kept()) === before);
});

test('a file is run once, when it was checked and has no error', async () => {
  const waiting = await company.send('contacts', 'name\nWaiting\n');
  assertRefused(await company.start(waiting.body.id), 'import_not_checked');
  const bad = await company.checked('contacts', 'name,email\nAnn,x\n');
  assert.equal(assertRefused(await company.start(bad.id), 'import_has_errors').status, 409);
  const done = await company.imported('contacts', 'name\nOnce\n');
  assertRefused(await company.start(done.id), 'import_ended');
  assertRefused(await company.send('contacts', 'name\nOnce\n'), 'already_imported');
  const [left] = await imports.api.asOwner<{ count: string }>(
    'SELECT count(*) FROM erp.import_chunks WHERE import_id = $1',
    [done.id],
  );
  assert.equal(left?.count, '0');
});

test('who may not do it by hand does not do it by a file', async () => {
  const invited = async (role: string) => {
    const user = await imports.api.signUp();
    const { token } = await company.make<{ token: string }>('invitations', { email: user.email, role });
    assert.equal((await user.post('/v1/invitations/accept', { token })).status, 200);
    return user;
  };
  const { id } = await company.checked('contacts', 'name\nFor roles\n');
  for (const [role, may] of [
    ['clerk', { read: 403, send: 403, run: 403 }],
    ['auditor', { read: 200, send: 403, run: 403 }],
    ['accountant', { read: 200, send: 201, run: 200 }],
  ] as const) {
    const user = await invited(role);
    const at = `${company.at}/imports`;
    const send = await user.call({
      method: 'POST',
      url: `${at}?kind=entries`,
      payload: `entry\n${role}\n`,
      headers: { 'content-type': 'text/csv' },
    });
    const found = {
      read: (await user.get(`${at}/${id}`)).status,
      send: send.status,
      run: (await user.post(`${at}/${id}/run`, {})).status,
    };
    assert.deepEqual(found, may, role);
  }
});

test('what never arrived whole, and what nobody ran in a month, is cleaned up', async () => {
  const old = await company.checked('contacts', 'name\nOld\n');
  const young = await company.checked('contacts', 'name\nYoung\n');
  await imports.api.asOwner(
    'UPDATE erp.imports SET finished_at = now() - make_interval(days => CASE id WHEN $1 THEN 31 ELSE 29 END) WHERE id IN ($1, $2)',
    [old.id, young.id],
  );
  await imports.api.asOwner(
    `INSERT INTO erp.imports (company_id, id, kind, name, actor, created_at) VALUES
       ($1, gen_random_uuid(), 'contacts', 'gone', '{}', now() - interval '25 hours'),
       ($1, gen_random_uuid(), 'contacts', 'coming', '{}', now() - interval '23 hours')`,
    [company.id],
  );
  await cleanUp(imports.api.db);
  assert.equal((await company.read(old.id)).state, 'cancelled');
  assert.equal((await company.read(young.id)).state, 'checked');
  const chunks = await imports.api.asOwner<{ id: string }>(
    'SELECT import_id AS id FROM erp.import_chunks WHERE import_id IN ($1, $2)',
    [old.id, young.id],
  );
  assert.deepEqual(chunks, [{ id: young.id }]);
  const names = await imports.api.asOwner<{ name: string }>(
    "SELECT name FROM erp.imports WHERE name IN ('gone', 'coming')",
  );
  assert.deepEqual(names, [{ name: 'coming' }]);
});

test('the database keeps an import on its way', async () => {
  const done = await company.imported('contacts', 'name\nKept\n');
  const tried = (text: string) => imports.api.asOwner(`${text} WHERE id = '${done.id}'`);
  await assert.rejects(tried('DELETE FROM erp.imports'), { code: 'CE001' });
  await assert.rejects(tried("UPDATE erp.imports SET state = 'checked'"), { code: 'CE001' });
  await assert.rejects(tried('UPDATE erp.imports SET records_done = 0'), { code: 'CE001' });
  const bad = await company.checked('contacts', 'name,email\nAnn,y\n');
  await assert.rejects(
    imports.api.asOwner(
      `UPDATE erp.imports SET state = 'running', job_until = now(), rows_done = 0 WHERE id = '${bad.id}'`,
    ),
    { code: '23514' },
  );
  await assert.rejects(
    imports.api.asOwner(
      `INSERT INTO erp.import_records SELECT company_id, import_id, line, reference, subject_kind, gen_random_uuid()
       FROM erp.import_records WHERE import_id = '${done.id}'`,
    ),
    { code: '23505' },
  );
});

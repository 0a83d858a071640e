import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { Verifactu, VerifactuRecord } from '@crypto-erp/contract/verifactu';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, testTrade } from '../../testing/trade.ts';
import { until } from '../../testing/until.ts';
import { child, childrenOf, parseXml, textAt } from '../../xml.ts';
import { cancellationText, fingerprint, registrationText } from './fingerprint.ts';
import { recordVerifactu } from './service.ts';
import { lockChain } from './store.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
after(() => trade?.close());

const SPAIN = {
  name: 'Acme, S.L.',
  country: 'ES',
  timeZone: 'Europe/Madrid',
  taxNumber: 'B12345674',
  address: 'Calle Mayor 1',
};
const SETTINGS = {
  active: true,
  nif: 'B12345674',
  environment: 'test',
  producerName: 'Acme, S.L.',
  producerNif: 'B12345674',
  version: null,
};
const BUYER = { name: 'Compras <SA>', taxNumber: 'ESA78222114', country: 'ES', address: 'Gran Vía 1' };
const AT = new Date('2026-03-02T10:20:30Z');

/** A company in Spain whose sales are recorded. */
async function recorded() {
  const company = await trade.trader(SPAIN);
  const on = await company.call<Verifactu>('PUT', 'verifactu', SETTINGS);
  assert.equal(on.status, 200, JSON.stringify(on.body));
  const contactId = (await company.contact(BUYER)).id;
  const taxId = (await company.tax()).id;
  return {
    ...company,
    contactId,
    sell: (lines?: object[]) => company.post({ contactId }, lines ?? [{ taxId }]),
    taxId,
    record: () => recordVerifactu(trade.api.db, { companyId: company.id }, AT),
    records: async () =>
      (await company.get<{ items: VerifactuRecord[] }>('verifactu/records')).items.toReversed(),
    xml: async (): Promise<string[]> => {
      const rows = await trade.api.asOwner<{ xml: string }>(
        'SELECT xml FROM erp.verifactu_records WHERE company_id = $1 ORDER BY sequence',
        [company.id],
      );
      return rows.map((row) => row.xml);
    },
  };
}

const parsed = (xml: string) => parseXml(xml.replace(/^<sf:\w+/, '$& xmlns:sf="urn:x"'));

test('each posted sale gets a record, chained to the one before, whose fingerprint its XML alone gives', async () => {
  const { sell, record, records, xml, note, contactId, taxId, id } = await recorded();
  const first = await sell();
  const second = await sell([{ taxId, description: 'A & B', quantity: '2' }, {}]);
  await record();
  const credit = await note('credit-notes', { contactId, correctsId: first.id }, [
    { taxId, unitPrice: '10' },
  ]);
  await Promise.all([record(), record()]);
  const chain = await records();
  assert.deepEqual(
    chain.map(({ sequence, number, kind, status }) => [sequence, number, kind, status]),
    [
      ['1', first.number, 'registration', 'pending'],
      ['2', second.number, 'registration', 'pending'],
      ['3', credit.number, 'registration', 'pending'],
    ],
  );
  const texts = await xml();
  let previous = '';
  for (const [i, text] of texts.entries()) {
    const root = parsed(text);
    const hash = fingerprint(
      registrationText({
        nif: textAt(root, 'IDFactura', 'IDEmisorFactura') ?? '',
        number: textAt(root, 'IDFactura', 'NumSerieFactura') ?? '',
        issueDate: textAt(root, 'IDFactura', 'FechaExpedicionFactura') ?? '',
        type: textAt(root, 'TipoFactura') ?? '',
        taxTotal: textAt(root, 'CuotaTotal') ?? '',
        total: textAt(root, 'ImporteTotal') ?? '',
        previous,
        generatedAt: textAt(root, 'FechaHoraHusoGenRegistro') ?? '',
      }),
    );
    assert.equal(hash, textAt(root, 'Huella'));
    assert.equal(textAt(root, 'Encadenamiento', 'RegistroAnterior', 'Huella') ?? '', previous);
    assert.equal(chain[i]?.hash, hash);
    previous = hash;
  }
  const [one, two, three] = texts.map(parsed);
  assert.equal(textAt(one, 'Encadenamiento', 'PrimerRegistro'), 'S');
  assert.equal(textAt(one, 'FechaHoraHusoGenRegistro'), '2026-03-02T11:20:30+01:00');
  assert.deepEqual(
    [textAt(one, 'TipoFactura'), textAt(one, 'CuotaTotal'), textAt(one, 'ImporteTotal')],
    ['F1', '21.00', '121.00'],
  );
  const recipient = child(one, 'Destinatarios', 'IDDestinatario');
  assert.deepEqual(
    [textAt(recipient, 'NombreRazon'), textAt(recipient, 'NIF')],
    ['Compras <SA>', 'A78222114'],
  );
  assert.deepEqual(
    childrenOf(child(two, 'Desglose'), 'DetalleDesglose').map((part) => [
      textAt(part, 'CalificacionOperacion'),
      textAt(part, 'TipoImpositivo'),
      textAt(part, 'BaseImponibleOimporteNoSujeto'),
      textAt(part, 'CuotaRepercutida'),
    ]),
    [
      ['S1', '21.00', '200.00', '42.00'],
      ['N1', null, '100.00', null],
    ],
  );
  assert.deepEqual(
    [textAt(three, 'TipoFactura'), textAt(three, 'TipoRectificativa'), textAt(three, 'ImporteTotal')],
    ['R1', 'I', '-12.10'],
  );
  assert.equal(
    textAt(three, 'FacturasRectificadas', 'IDFacturaRectificada', 'NumSerieFactura'),
    first.number,
  );
  await trade.verify();
  assert.ok(id);
});

test('one run waits for another: links come one after the other', async () => {
  const { sell, record, records, id } = await recorded();
  await sell();
  let second: Promise<void> | undefined;
  await trade.api.db.inCompany(id, async (trx) => {
    await lockChain(trx, id);
    second = record();
    await until(async () => {
      const waiting = await trade.api.asOwner(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return waiting.length > 0;
    });
  });
  await second;
  assert.equal((await records()).length, 1);
});

test('a void becomes the cancellation of the record, and its note has none of its own', async () => {
  const { sell, record, records, xml, call } = await recorded();
  const sold = await sell();
  await record();
  await call<Document>('POST', `invoices/${sold.id}/void`, { date: '2026-03-31', reason: 'Twice' });
  await record();
  await record();
  const chain = await records();
  assert.deepEqual(
    chain.map(({ kind, number, documentId }) => [kind, number, documentId]),
    [
      ['registration', sold.number, sold.id],
      ['cancellation', sold.number, sold.id],
    ],
  );
  const root = parsed((await xml())[1] ?? '');
  const text = cancellationText({
    nif: 'B12345674',
    number: sold.number ?? '',
    issueDate: '02-03-2026',
    previous: chain[0]?.hash ?? '',
    generatedAt: textAt(root, 'FechaHoraHusoGenRegistro') ?? '',
  });
  assert.equal(textAt(root, 'Huella'), fingerprint(text));
  await trade.verify();
});

test('what was posted before it is on, drafts and purchases have no record, and posting asks for the job', async () => {
  const company = await trade.trader(SPAIN);
  await company.post();
  await company.call('PUT', 'verifactu', SETTINGS);
  await company.draft();
  await company.bill();
  const sold = await company.post();
  await recordVerifactu(trade.api.db, { companyId: company.id }, AT);
  const { items } = await company.get<{ items: VerifactuRecord[] }>('verifactu/records');
  assert.deepEqual(
    items.map(({ documentId }) => documentId),
    [sold.id],
  );
  const jobs = await trade.api.asOwner<{ count: string }>(
    "SELECT count(*) FROM erp.outbox WHERE company_id = $1 AND job = 'record-verifactu'",
    [company.id],
  );
  assert.equal(jobs[0]?.count, '1');
});

test('the database refuses a record that is changed, deleted, not chained or not of its fingerprint', async () => {
  const { sell, record, id } = await recorded();
  await sell();
  const second = await sell();
  await record();
  const refusedBy = (statement: string, message: RegExp) =>
    assert.rejects(trade.api.asOwner(statement, [id]), message, statement);
  await refusedBy(`UPDATE erp.verifactu_records SET number = 'X' WHERE company_id = $1`, /stays as it is/);
  await refusedBy('DELETE FROM erp.verifactu_records WHERE company_id = $1', /stays as it is/);
  const copy = (sequence: string, hash: string, previous: string) =>
    `INSERT INTO erp.verifactu_records (company_id, sequence, document_id, kind, nif, number, issue_date, hashed_text, hash,
       xml, previous_sequence, previous_hash)
     SELECT company_id, ${sequence}, document_id, 'cancellation', nif, number, issue_date, hashed_text, ${hash}, xml,
       ${previous} FROM erp.verifactu_records WHERE company_id = $1 AND document_id = '${second.id}'`;
  await refusedBy(copy('4', 'hash', '3, hash'), /foreign key|check/);
  await refusedBy(copy('3', 'hash', '1, previous_hash'), /gapless/);
  await refusedBy(copy('3', "repeat('0', 64)", '2, hash'), /check/);
  await refusedBy(copy('3', 'hash', '2, hash'), /chained/);
});

test('it is for companies in Spain with books in euros, and keeps the NIF under which the chain began', async () => {
  const german = await trade.trader();
  assertRefused(await german.call('PUT', 'verifactu', SETTINGS), 'verifactu_not_possible', '/active');
  assert.deepEqual(await german.get('verifactu'), { settings: null });
  const { call, sell, record } = await recorded();
  assertRefused(await call('PUT', 'verifactu', SETTINGS), 'version_conflict');
  await sell();
  await record();
  const other = { ...SETTINGS, nif: 'A78222114', version: 1 };
  assertRefused(await call('PUT', 'verifactu', other), 'in_use', '/nif');
  const off = await call<Verifactu>('PUT', 'verifactu', { ...SETTINGS, active: false, version: 1 });
  assert.deepEqual([off.body.active, off.body.version], [false, 2]);
});

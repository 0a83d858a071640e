import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { VerifactuRecord } from '@crypto-erp/contract/verifactu';
import { type Trade, testTrade } from '../../testing/trade.ts';
import { child, childrenOf, parseXml, textAt } from '../../xml.ts';
import { RESPUESTA_SUMINISTRO, SUMINISTRO_INFORMACION, SUMINISTRO_LR } from './record-xml.ts';
import { sendVerifactu } from './send.ts';
import { recordVerifactu } from './service.ts';
import { takeTurn } from './store.ts';

/** What the server says about one record; it answers about none that is missing here. */
interface Line {
  number: string | null;
  operation?: string;
  state: string;
  code?: string;
  duplicate?: string;
}

let trade: Trade;
let answer: (numbers: string[]) => { status: number; body: string };
const received: { headers: IncomingHttpHeaders; body: string }[] = [];
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  received.push({ headers: request.headers, body });
  const { status, body: text } = answer(numbersIn(body));
  response.writeHead(status, { 'content-type': 'text/xml' }).end(text);
});
before(async () => {
  trade = await testTrade();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  server.close();
  await trade?.close();
});

const submission = (body: string) => child(parseXml(body), 'Body', 'RegFactuSistemaFacturacion');
function numbersIn(body: string): string[] {
  return childrenOf(submission(body), 'RegistroFactura').map(
    (one) => textAt(one.children[0], 'IDFactura', 'NumSerieFactura') ?? '',
  );
}

const envelope = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>${inner}</env:Body></env:Envelope>`;

/** An answer of the published shape, RespuestaSuministro.xsd. */
function answering(lines: Line[], wait = 120): string {
  const written = lines.map(
    ({ number, operation = 'Alta', state, code, duplicate }) =>
      `<r:RespuestaLinea><r:IDFactura><sf:IDEmisorFactura>B12345674</sf:IDEmisorFactura><sf:NumSerieFactura>${number}</sf:NumSerieFactura><sf:FechaExpedicionFactura>02-03-2026</sf:FechaExpedicionFactura></r:IDFactura><r:Operacion><sf:TipoOperacion>${operation}</sf:TipoOperacion></r:Operacion><r:EstadoRegistro>${state}</r:EstadoRegistro>${code ? `<r:CodigoErrorRegistro>${code}</r:CodigoErrorRegistro><r:DescripcionErrorRegistro>Fault ${code}</r:DescripcionErrorRegistro>` : ''}${duplicate ? `<r:RegistroDuplicado><sf:EstadoRegistroDuplicado>${duplicate}</sf:EstadoRegistroDuplicado></r:RegistroDuplicado>` : ''}</r:RespuestaLinea>`,
  );
  return envelope(
    `<r:RespuestaRegFactuSistemaFacturacion xmlns:r="${RESPUESTA_SUMINISTRO}" xmlns:sf="${SUMINISTRO_INFORMACION}"><r:CSV>A-RECEIPT</r:CSV><r:TiempoEsperaEnvio>${wait}</r:TiempoEsperaEnvio><r:EstadoEnvio>Correcto</r:EstadoEnvio>${written.join('')}</r:RespuestaRegFactuSistemaFacturacion>`,
  );
}

const send = () => {
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/ws`;
  return sendVerifactu(trade.api.db, { url, certificate: undefined, certificatePassword: undefined });
};

/** A company in Spain with so many recorded sales; those of other tests wait no more. */
async function recorded(sales: number) {
  await trade.api.asOwner("UPDATE erp.verifactu_settings SET next_send_at = now() + interval '1 day'");
  received.length = 0;
  const company = await trade.trader({ country: 'ES', timeZone: 'Europe/Madrid', name: 'Acme & Hijos' });
  const nif = 'B12345674';
  const settings = {
    active: true,
    nif,
    environment: 'test',
    producerName: 'Acme',
    producerNif: nif,
    version: null,
  };
  assert.equal((await company.call('PUT', 'verifactu', settings)).status, 200);
  const sold: Document[] = [];
  for (let i = 0; i < sales; i += 1) sold.push(await company.post());
  await recordVerifactu(trade.api.db, { companyId: company.id });
  return {
    ...company,
    sold,
    numbers: sold.map(({ number }) => number),
    states: async () =>
      (await company.get<{ items: VerifactuRecord[] }>('verifactu/records')).items
        .toReversed()
        .map(({ status, receipt, errorCode }) => [status, receipt, errorCode]),
    /** The wait that the server asked for is over. */
    waited: () =>
      trade.api.asOwner('UPDATE erp.verifactu_settings SET next_send_at = now() WHERE company_id = $1', [
        company.id,
      ]),
  };
}

test('records are sent in their order, and each gets its answer', async () => {
  const { numbers, states } = await recorded(4);
  answer = () => ({
    status: 200,
    body: answering([
      { number: numbers[2] ?? '', state: 'Incorrecto', code: '1114' },
      { number: numbers[0] ?? '', state: 'Correcto' },
      { number: numbers[1] ?? '', state: 'AceptadoConErrores', code: '2000' },
    ]),
  });
  await send();
  const [request] = received;
  assert.ok(request && received.length === 1);
  assert.match(String(request.headers['content-type']), /^text\/xml/);
  assert.equal(request.headers.soapaction, '""');
  assert.deepEqual(numbersIn(request.body), numbers);
  const sent = submission(request.body);
  assert.equal(sent?.namespace, SUMINISTRO_LR);
  assert.deepEqual(
    [
      textAt(sent, 'Cabecera', 'ObligadoEmision', 'NombreRazon'),
      textAt(sent, 'Cabecera', 'ObligadoEmision', 'NIF'),
    ],
    ['Acme & Hijos', 'B12345674'],
  );
  assert.deepEqual(await states(), [
    ['accepted', 'A-RECEIPT', null],
    ['accepted-with-errors', 'A-RECEIPT', '2000'],
    ['rejected', 'A-RECEIPT', '1114'],
    ['pending', null, null],
  ]);
});

test('the wait that the server asks for is kept, then the rest goes', async () => {
  const { numbers, states, waited } = await recorded(2);
  answer = () => ({ status: 200, body: answering([{ number: numbers[0] ?? '', state: 'Correcto' }]) });
  await send();
  await send();
  assert.equal(received.length, 1);
  await waited();
  answer = () => ({ status: 200, body: answering([{ number: numbers[1] ?? '', state: 'Correcto' }]) });
  await send();
  assert.deepEqual(numbersIn(received[1]?.body ?? ''), [numbers[1]]);
  await waited();
  await send();
  assert.equal(received.length, 2);
  assert.deepEqual(
    (await states()).map(([status]) => status),
    ['accepted', 'accepted'],
  );
});

test('two workers at once send one submission', async () => {
  const { id, numbers, waited } = await recorded(1);
  answer = () => ({ status: 200, body: answering([{ number: numbers[0] ?? '', state: 'Correcto' }]) });
  await Promise.all([send(), send(), send()]);
  assert.equal(received.length, 1);
  await waited();
  const turns = [1, 2].map(() => trade.api.db.inCompany(id, (trx) => takeTurn(trx, id)));
  assert.deepEqual((await Promise.all(turns)).toSorted(), [false, true]);
});

test('a record that the server has already, because its answer was lost, counts as what it is there', async () => {
  const { numbers, states } = await recorded(1);
  const line = { number: numbers[0] ?? '', state: 'Incorrecto', code: '3000', duplicate: 'Correcta' };
  answer = () => ({ status: 200, body: answering([line]) });
  await send();
  assert.deepEqual(await states(), [['accepted', 'A-RECEIPT', '3000']]);
});

test('a cancellation is told from the registration of the same number', async () => {
  const { id, sold, numbers, states, call } = await recorded(1);
  await call('POST', `invoices/${sold[0]?.id}/void`, { date: '2026-03-31', reason: 'Twice' });
  await recordVerifactu(trade.api.db, { companyId: id });
  answer = () => ({
    status: 200,
    body: answering([{ number: numbers[0] ?? '', operation: 'Anulacion', state: 'Correcto' }]),
  });
  await send();
  assert.deepEqual(
    (await states()).map(([status]) => status),
    ['pending', 'accepted'],
  );
});

test('a fault, another status and what is no answer leave every record waiting, for its next turn', async () => {
  const fault = envelope('<env:Fault><faultstring>Codigo[4104]. Unknown NIF</faultstring></env:Fault>');
  const answers = [
    { status: 500, body: fault },
    { status: 503, body: 'busy' },
    { status: 200, body: '<html>' },
    { status: 200, body: envelope('') },
    { status: 200, body: '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>' },
  ];
  const { states, waited, numbers } = await recorded(1);
  for (const one of answers) {
    answer = () => one;
    await assert.rejects(send(), /could not be sent/);
    assert.deepEqual(await states(), [['pending', null, null]]);
    await waited();
  }
  answer = () => ({ status: 200, body: answering([{ number: numbers[0] ?? '', state: 'Correcto' }]) });
  await send();
  assert.deepEqual(await states(), [['accepted', 'A-RECEIPT', null]]);
});

test('one company whose server fails holds up no other', async () => {
  const first = await recorded(1);
  const second = await recorded(1);
  await first.waited();
  received.length = 0;
  let turn = 0;
  answer = (numbers) => {
    turn += 1;
    const line = { number: numbers[0] ?? '', state: 'Correcto' };
    return turn === 1 ? { status: 503, body: '' } : { status: 200, body: answering([line]) };
  };
  await assert.rejects(send(), /could not be sent/);
  assert.equal(received.length, 2);
  const all = [...(await first.states()), ...(await second.states())].map(([status]) => status);
  assert.deepEqual(all.toSorted(), ['accepted', 'pending']);
});

test('without an address nothing is sent', async () => {
  const { states } = await recorded(1);
  await sendVerifactu(trade.api.db, undefined);
  assert.deepEqual(await states(), [['pending', null, null]]);
  assert.equal(received.length, 0);
});

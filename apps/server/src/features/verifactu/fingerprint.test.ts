import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancellationText, fingerprint, registrationText } from './fingerprint.ts';

// The worked examples of the tax agency's specification: three records of one chain.
const FIRST = {
  nif: '89890001K',
  number: '12345678/G33',
  issueDate: '01-01-2024',
  type: 'F1',
  taxTotal: '12.35',
  total: '123.45',
  previous: '',
  generatedAt: '2024-01-01T19:20:30+01:00',
};
const HASHES = [
  '3C464DAF61ACB827C65FDA19F352A4E3BDC2C640E9E9FC4CC058073F38F12F60',
  'F7B94CFD8924EDFF273501B01EE5153E4CE8F259766F88CF6ACB8935802A2B97',
  '177547C0D57AC74748561D054A9CEC14B4C4EA23D1BEFD6F2E69E3A388F90C68',
] as const;

test('the published chain of two registrations and a cancellation has the published fingerprints', () => {
  assert.equal(
    registrationText(FIRST),
    'IDEmisorFactura=89890001K&NumSerieFactura=12345678/G33&FechaExpedicionFactura=01-01-2024&TipoFactura=F1' +
      '&CuotaTotal=12.35&ImporteTotal=123.45&Huella=&FechaHoraHusoGenRegistro=2024-01-01T19:20:30+01:00',
  );
  const second = {
    ...FIRST,
    number: '12345679/G34',
    previous: HASHES[0],
    generatedAt: '2024-01-01T19:20:35+01:00',
  };
  const third = { ...second, previous: HASHES[1], generatedAt: '2024-01-01T19:20:40+01:00' };
  assert.deepEqual(
    [
      fingerprint(registrationText(FIRST)),
      fingerprint(registrationText(second)),
      fingerprint(cancellationText(third)),
    ],
    HASHES,
  );
});

test('spaces around a value do not count', () => {
  assert.equal(registrationText({ ...FIRST, number: ' 12345678/G33 ' }), registrationText(FIRST));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validationLink } from './validation-link.ts';

test('the link is of the published form, and encodes what has a meaning in an address', () => {
  const document = { nif: '89890001K', number: '12345678&G33', issueDate: '2024-09-01', total: '241.40' };
  assert.equal(
    validationLink({ ...document, environment: 'test' }),
    'https://prewww2.aeat.es/wlpl/TIKE-CONT/ValidarQR?nif=89890001K&numserie=12345678%26G33&fecha=01-09-2024&importe=241.40',
  );
  assert.match(
    validationLink({ ...document, environment: 'production' }),
    /^https:\/\/www2[.]agenciatributaria[.]gob[.]es\/wlpl\/TIKE-CONT\/ValidarQR[?]nif=/,
  );
});

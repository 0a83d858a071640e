import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusesField } from '../../testing/refused.ts';
import { readEvmAddress } from './address.ts';

/** The test cases of EIP-55. */
const VECTORS = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];

const read = (text: string) => readEvmAddress(text, '/value');
const refused = (text: string, code: string) => refusesField(() => read(text), code, text);

test('the addresses of EIP-55 are taken as they are, and written so from lower and upper case', () => {
  for (const address of VECTORS) {
    assert.equal(read(address), address);
    assert.equal(read(address.toLowerCase()), address);
    assert.equal(read(`0x${address.slice(2).toUpperCase()}`), address);
    assert.equal(read(` ${address.toUpperCase()}\n`), address);
  }
});

test('one letter in the wrong case is refused, wherever it is', () => {
  const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
  for (const [at, letter] of [...address].entries()) {
    if (at < 2 || !/[a-f]/i.test(letter)) continue;
    const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    refused(address.slice(0, at) + other + address.slice(at + 1), 'invalid_address');
  }
});

test('what is no address is refused, and a private key as what it is', () => {
  const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
  for (const text of [
    '',
    '0x',
    address.slice(2),
    address.slice(0, -1),
    `${address}0`,
    `${address.slice(0, -1)}g`,
  ]) {
    refused(text, 'invalid_address');
  }
  refused(`0x${'4f'.repeat(32)}`, 'secret_not_allowed');
});

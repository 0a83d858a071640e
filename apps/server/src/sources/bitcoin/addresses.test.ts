import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refusesField } from '../../testing/refused.ts';
import { readBitcoinAddress } from './addresses.ts';
import { BITCOIN_NETWORKS, type BitcoinNetwork } from './network.ts';

const named = (name: string) => BITCOIN_NETWORKS.find((one) => one.name === name) as BitcoinNetwork;
const MAIN = named('mainnet');
const TEST = named('testnet3');
const read = (text: string, network = MAIN) => readBitcoinAddress(text, network, '/value');

/** The valid segregated witness addresses of BIP-350, which holds those of BIP-173 as well. */
const WITNESS = [
  'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
  'tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7',
  'bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y',
  'BC1SW50QGDZ25J',
  'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs',
  'tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy',
  'tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
];

/** The invalid ones of BIP-350, and of BIP-173 where they differ. */
const INVALID = [
  'tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd',
  'tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf',
  'BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL',
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh',
  'tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47',
  'bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4',
  'BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R',
  'bc1pw5dgrnzv',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav',
  'BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P',
  'tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf',
  'tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j',
  'bc1gmk9yu',
];

describe('addresses of Bitcoin', () => {
  test('witness addresses of BIP-173 and BIP-350 are taken on their network, in lower case', () => {
    for (const address of WITNESS) {
      const main = address.toLowerCase().startsWith('bc1');
      assert.equal(read(` ${address} `, main ? MAIN : TEST), address.toLowerCase());
      refusesField(() => read(address, main ? TEST : MAIN), 'wrong_network', address);
    }
    for (const address of INVALID) {
      for (const network of [MAIN, TEST])
        refusesField(() => read(address, network), 'invalid_address', address);
    }
  });

  test('base58check addresses are taken on their network', () => {
    // the genesis block's, BIP-49's, and the first of BIP-16 on mainnet
    for (const [address, network, other] of [
      ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', MAIN, TEST],
      ['3P14159f73E4gFr7JterCCQh9QjiTjiZrG', MAIN, TEST],
      ['2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2', TEST, MAIN],
    ] as const) {
      assert.equal(read(address, network), address);
      refusesField(() => read(address, other), 'wrong_network', address);
      refusesField(() => read(`${address.slice(0, -1)}1`, network), 'invalid_address', address);
      refusesField(() => read(address.slice(0, -1), network), 'invalid_address', address);
    }
  });

  test('an address of regtest is of no other network', () => {
    const address = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080';
    assert.equal(read(address, named('regtest')), address);
    refusesField(() => read(address, TEST), 'wrong_network', address);
  });

  test('what is no address is refused, and a key as what it is', () => {
    for (const text of ['', '1', 'bc1', 'hello', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed']) {
      refusesField(() => read(text), 'invalid_address', text);
    }
    const key = 'L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY1';
    refusesField(() => read(key), 'secret_not_allowed', key);
  });
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { Asset } from '@crypto-erp/contract/assets';
import { Check } from 'typebox/value';
import { CURRENCIES } from './iso-4217.ts';
import { SEED_ASSETS } from './seed.ts';

const ECB_FILE = new URL('../prices/fixtures/eurofxref-hist.csv', import.meta.url);

const decimalsOf = new Map(SEED_ASSETS.map((asset) => [asset.code, asset.decimals]));

function currenciesWith(decimals: number): string {
  return CURRENCIES.filter((currency) => !currency.historic && currency.decimals === decimals)
    .map((currency) => currency.code)
    .sort()
    .join(' ');
}

describe('the assets of a new database', () => {
  it('are what the contract takes, each code once', () => {
    for (const asset of SEED_ASSETS) assert.ok(Check(Asset, asset), asset.code);
    assert.equal(decimalsOf.size, SEED_ASSETS.length);
  });

  it('have the minor units of ISO 4217', () => {
    assert.equal(currenciesWith(0), 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF');
    assert.equal(currenciesWith(3), 'BHD IQD JOD KWD LYD OMR TND');
    assert.equal(currenciesWith(4), 'CLF UYW');
    const others = CURRENCIES.filter(({ decimals }) => ![0, 2, 3, 4].includes(decimals));
    assert.deepEqual(others, []);
  });

  it('hold no metal, test code or unit without a minor unit', () => {
    for (const code of ['XAU', 'XAG', 'XPT', 'XPD', 'XTS', 'XXX', 'XBA', 'XDR', 'XSU', 'XUA']) {
      assert.equal(decimalsOf.has(code), false, code);
    }
  });

  it('hold every currency of the European Central Bank, and the euro', async () => {
    const header = (await readFile(ECB_FILE, 'utf8')).split('\n', 1)[0]?.split(',') ?? [];
    const columns = header.filter((column) => column !== '' && column !== 'Date');
    assert.equal(columns.length, 41);
    for (const code of [...columns, 'EUR']) {
      const asset = SEED_ASSETS.find((each) => each.code === code);
      assert.equal(asset?.kind, 'fiat', code);
    }
    assert.equal(decimalsOf.get('JPY'), 0);
    assert.equal(decimalsOf.get('TRL'), 0);
    assert.equal(decimalsOf.get('USD'), 2);
  });

  it('mark as historic what was withdrawn', () => {
    const historic = CURRENCIES.filter((currency) => currency.historic).map((currency) => currency.code);
    assert.equal(historic.join(' '), 'BGN CYP EEK HRK LTL LVL MTL ROL SIT SKK TRL');
  });

  it('divide crypto as its chain does', () => {
    const expected = {
      BTC: 8,
      ETH: 18,
      USDC: 6,
      USDT: 6,
      DAI: 18,
      SOL: 9,
      XRP: 6,
      ADA: 6,
      DOT: 10,
      ATOM: 6,
      POL: 18,
    };
    for (const [code, decimals] of Object.entries(expected))
      assert.equal(decimalsOf.get(code), decimals, code);
  });
});

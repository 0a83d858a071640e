import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { CRYPTO_ASSETS } from '../../features/assets/crypto.ts';
import { type CoinGeckoServer, coinGeckoServer } from '../../testing/coingecko-server.ts';
import { SourceError } from '../source-error.ts';
import { createCoinGecko } from './coingecko.ts';
import { COINGECKO_IDS } from './coingecko-ids.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const CONTRACT = '0x9D65fF81a3c488d585bBfb0Bfe3c7707c7917f54';
const KEY = 'CG-not-a-real-key-0123456789';
const BTC = { code: 'BTC', contracts: [] };

let server: CoinGeckoServer;
before(async () => {
  server = await coinGeckoServer({
    bitcoin: {
      days: {
        '2025-03-11': { eur: '75001' },
        '2026-03-07': { eur: '59999.123456789012345678', usd: '65000' },
        '2026-03-08': { usd: '65001' },
        '2026-03-09': { eur: '6.0001e4' },
        '2026-03-10': { eur: '60002.5' },
      },
    },
    'ssv-network': {
      days: { '2026-03-09': { eur: '0.00000000000000000049999' }, '2026-03-10': { eur: '3.1e-7' } },
      platforms: { ethereum: CONTRACT.toLowerCase() },
    },
  });
  server.now = () => NOW;
});
beforeEach(() => {
  server.instead = () => false;
  server.allowance = Number.POSITIVE_INFINITY;
  server.requests.length = 0;
  server.headers.length = 0;
});
after(() => server.close());

const keyless = (now = NOW) =>
  createCoinGecko({ plan: 'keyless', url: server.url, timeout: 500, now: () => now });
const prices = (asset = BTC, from = '2026-03-07', to = '2026-03-10', quote = 'EUR') =>
  keyless().dailyPrices(asset, quote, from, to);

/** What the failure of a call is. */
async function failure(call: Promise<unknown>): Promise<SourceError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SourceError, inspect(error));
  return error;
}

describe('daily prices', () => {
  test('of several days come with one request, every digit kept; a day without one is left out', async () => {
    assert.deepEqual(await prices(), [
      { date: '2026-03-07', price: '59999.123456789012345678' },
      { date: '2026-03-09', price: '60001' },
      { date: '2026-03-10', price: '60002.5' },
    ]);
    const [chart, ...others] = server.requests.filter((path) => path.startsWith('/coins/'));
    assert.deepEqual(others, []);
    assert.equal(
      chart,
      '/coins/bitcoin/market_chart/range?vs_currency=eur&from=1772841600&to=1773104400&interval=daily&precision=full',
    );
  });

  test('of one day come from its history', async () => {
    assert.deepEqual(await prices(BTC, '2026-03-09', '2026-03-09'), [{ date: '2026-03-09', price: '60001' }]);
    assert.ok(server.requests.includes('/coins/bitcoin/history?date=09-03-2026&localization=false'));
    assert.deepEqual(await prices(BTC, '2026-03-08', '2026-03-08'), [], 'it has no price in euros');
    assert.deepEqual(await prices(BTC, '2026-01-01', '2026-01-01'), [], 'it was not listed');
  });

  test('are not asked of days that are not over at midnight, or that the plan does not have', async () => {
    const early = keyless(new Date('2026-03-10T00:39:59Z'));
    assert.deepEqual(await early.dailyPrices(BTC, 'EUR', '2026-03-10', '2026-03-31'), []);
    assert.deepEqual(await prices(BTC, '2020-01-01', '2025-03-10'), []);
    assert.deepEqual(server.requests, []);
    assert.deepEqual(await prices(BTC, '2020-01-01', '2025-03-11'), [{ date: '2025-03-11', price: '75001' }]);
  });

  test('of a token are found by chain and contract, and the token is looked up once', async () => {
    const provider = keyless();
    const contracts = [
      { chain: 'eip155:424242', contract: CONTRACT },
      { chain: 'eip155:8453', contract: CONTRACT },
      { chain: 'eip155:1', contract: CONTRACT },
    ];
    const token = { code: 'SSV', contracts };
    assert.deepEqual(await provider.dailyPrices(token, 'EUR', '2026-03-09', '2026-03-10'), [
      { date: '2026-03-10', price: '0.00000031' },
    ]);
    const contractsAsked = () => server.requests.filter((path) => path.includes('/contract/'));
    assert.deepEqual(contractsAsked(), [
      `/coins/base/contract/${CONTRACT.toLowerCase()}`,
      `/coins/ethereum/contract/${CONTRACT.toLowerCase()}`,
    ]);
    await provider.dailyPrices(token, 'EUR', '2026-03-10', '2026-03-10');
    assert.equal(contractsAsked().length, 2);
    assert.equal(server.requests.filter((path) => path === '/asset_platforms').length, 1);
  });

  test('are none of an asset or a currency that it does not have', async () => {
    assert.deepEqual(await prices({ code: 'SSV', contracts: [] }), []);
    assert.deepEqual(await prices(BTC, '2026-03-07', '2026-03-10', 'ISK'), []);
    assert.equal(server.requests.filter((path) => path.startsWith('/coins/')).length, 0);
  });
});

test('every coin and token of our catalogue has its own id', () => {
  assert.deepEqual(
    CRYPTO_ASSETS.map(({ code }) => code).filter((code) => !COINGECKO_IDS.has(code)),
    [],
  );
  assert.equal(new Set(COINGECKO_IDS.values()).size, COINGECKO_IDS.size);
});

describe('the key of a plan', () => {
  test('goes in its header, to its address alone, and into no message', async () => {
    for (const plan of ['demo', 'pro'] as const) {
      const keyed = await coinGeckoServer(
        { bitcoin: { days: { '2020-01-01': { eur: '1' } } } },
        { plan, apiKey: KEY },
      );
      try {
        const provider = createCoinGecko({ plan, apiKey: KEY, url: `${keyed.url}/` });
        await provider.dailyPrices(BTC, 'EUR', '2020-01-01', '2020-01-01');
        assert.equal(keyed.requests.length, plan === 'pro' ? 2 : 0, 'only who pays has prices that old');

        keyed.instead = (_path, response) => Boolean(response.writeHead(302, { location: server.url }).end());
        const away = await failure(
          createCoinGecko({ plan, apiKey: KEY, url: keyed.url }).dailyPrices(
            BTC,
            'EUR',
            '2026-01-01',
            '2099-01-01',
          ),
        );
        assert.equal(away.code, 'source_unreachable');
        assert.equal(server.requests.length, 0, 'a redirect is not followed');

        keyed.instead = () => false;
        const wrong = createCoinGecko({ plan, apiKey: `${KEY}x`, url: keyed.url });
        const refused = await failure(wrong.dailyPrices(BTC, 'EUR', '2026-01-01', '2099-01-01'));
        assert.equal(refused.code, 'source_refused');
        assert.match(refused.message, /COINGECKO_API_KEY/);
        assert.doesNotMatch(inspect([away, refused], { depth: 9 }), /not-a-real-key/);
      } finally {
        await keyed.close();
      }
    }
  });
});

describe('what is wrong at the other side', () => {
  test('a limit is told with the seconds to wait, as a number or a date', async () => {
    server.allowance = 1;
    server.retryAfter = '17';
    const limited = await failure(prices());
    assert.deepEqual([limited.code, limited.retryAfter], ['source_busy', 17]);
    server.retryAfter = new Date(Date.now() + 3_600_000).toUTCString();
    const { retryAfter = 0 } = await failure(prices());
    assert.ok(retryAfter > 3_000 && retryAfter <= 3_600, `${retryAfter}`);
    for (const vague of [undefined, 'soon']) {
      server.retryAfter = vague;
      const { code, retryAfter: unknown } = await failure(prices());
      assert.deepEqual([code, unknown], ['source_busy', undefined]);
    }
  });

  test('each failure has its code', async () => {
    const answering = (status: number, body: string) => (path: string, response: ServerResponse) => {
      if (!path.startsWith('/coins/')) return false;
      response.writeHead(status).end(body);
      return true;
    };
    const failures: [string, typeof server.instead][] = [
      ['source_unreachable', answering(500, 'Internal')],
      ['source_unreachable', answering(503, '<html>')],
      ['source_unreachable', answering(408, '')],
      ['source_unreachable', (path) => path.startsWith('/coins/')],
      ['source_unreachable', (_path, response) => Boolean(response.destroy())],
      ['source_refused', answering(403, 'Access denied')],
      [
        'source_refused',
        answering(401, '{"error":{"status":{"error_code":10012,"error_message":"Upgrade"}}}'),
      ],
      ['source_answer_unfit', answering(400, '{"error":"invalid"}')],
      ['source_answer_unfit', answering(200, 'Welcome to nginx')],
      ['source_answer_unfit', answering(200, '{}')],
      ['source_answer_unfit', answering(200, '{"prices":[[1,"one"]]}')],
      ['source_answer_unfit', answering(200, '{"prices":[[1]]}')],
      ['source_answer_unfit', answering(200, `{"prices":[${' '.repeat(9_000_000)}]}`)],
      ['source_answer_unfit', (_path, response) => Boolean(response.writeHead(404).end())],
    ];
    for (const [code, instead] of failures) {
      server.instead = instead;
      const { code: told, message } = await failure(prices());
      assert.equal(told, code, message);
    }
    server.instead = answering(401, '{"status":{"error_code": 10012}}');
    assert.match((await failure(prices())).message, /plan/);
    server.instead = () => false;
    assert.equal((await prices()).length, 3, 'and it is asked again');
  });

  test('an address where nobody listens is one that does not answer', async () => {
    const gone = await coinGeckoServer({});
    await gone.close();
    const provider = createCoinGecko({ plan: 'keyless', url: gone.url, now: () => NOW });
    const { code } = await failure(provider.dailyPrices(BTC, 'EUR', '2026-03-07', '2026-03-10'));
    assert.equal(code, 'source_unreachable');
  });
});

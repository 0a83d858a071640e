import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const DAY = 86_400_000;
/** How many days back a plan without pay has. */
const FREE_DAYS = 365;

/** What a coin was worth as each day of UTC began, by currency; the numbers as they are to be written in JSON. */
export type CoinDays = Record<string, Record<string, string>>;

export interface CoinGeckoCoin {
  days: CoinDays;
  /** Its contracts by platform. */
  platforms?: Record<string, string>;
}

export type CoinGeckoServer = Awaited<ReturnType<typeof coinGeckoServer>>;

/** A server that answers as docs.coingecko.com says, of these coins, to one plan's key, with so many answers a minute. */
export async function coinGeckoServer(
  coins: Record<string, CoinGeckoCoin>,
  { plan = 'keyless', apiKey = '' }: { plan?: 'keyless' | 'demo' | 'pro'; apiKey?: string } = {},
) {
  const self = {
    url: '',
    /** The paths that were asked for, in order. */
    requests: [] as string[],
    headers: [] as IncomingMessage['headers'][],
    /** How many more requests are answered before it says 429. */
    allowance: Number.POSITIVE_INFINITY,
    retryAfter: '60' as string | undefined,
    now: () => new Date(),
    /** Answers in place of CoinGecko when it returns true. */
    instead: (_path: string, _response: ServerResponse): boolean => false,
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  const server = createServer(({ url = '', headers }, response) => {
    const path = url.replace(/^[/]api[/]v3/, '');
    self.requests.push(path);
    self.headers.push(headers);
    if (self.instead(path, response)) return;
    const say = (status: number, body: string, more: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(body);
    const refuse = (status: number, code: number, message: string) =>
      say(status, `{"status":{"error_code":${code},"error_message":"${message}"}}`);

    const sent = plan === 'keyless' ? '' : headers[`x-cg-${plan}-api-key`];
    if (sent !== apiKey) return refuse(401, sent === undefined ? 10002 : 10010, 'API Key');
    if (self.allowance <= 0) {
      const wait: Record<string, string> =
        self.retryAfter === undefined ? {} : { 'retry-after': self.retryAfter };
      return say(429, '{"status":{"error_code":429,"error_message":"Rate Limit"}}', wait);
    }
    self.allowance -= 1;

    const { pathname, searchParams } = new URL(path, 'http://localhost');
    const [, section = '', id = '', kind = '', rest = ''] = pathname.split('/');
    const isOld = (time: number) => plan !== 'pro' && time < self.now().getTime() - FREE_DAYS * DAY;
    const tooOld = () => refuse(401, 10012, 'exceeds the allowed time range');

    if (pathname === '/simple/supported_vs_currencies') return say(200, '["btc","eur","usd","jpy"]');
    if (section === 'asset_platforms') {
      return say(
        200,
        `[{"id":"ethereum","chain_identifier":1,"native_coin_id":"ethereum"},
          {"id":"base","chain_identifier":8453,"native_coin_id":"ethereum"},
          {"id":"solana","chain_identifier":null,"native_coin_id":"solana"}]`,
      );
    }
    if (kind === 'contract') {
      const found = Object.entries(coins).find(([, { platforms }]) => platforms?.[id] === rest);
      return found ? say(200, `{"id":"${found[0]}","symbol":"x"}`) : say(404, '{"error":"coin not found"}');
    }
    const days = section === 'coins' ? coins[id]?.days : undefined;
    if (days === undefined) return say(404, '{"error":"coin not found"}');
    if (kind === 'history') {
      const date = (searchParams.get('date') ?? '').split('-').reverse().join('-');
      if (isOld(Date.parse(date))) return tooOld();
      const prices = Object.entries(days[date] ?? {}).map(([currency, text]) => `"${currency}":${text}`);
      const data = prices.length > 0 ? `,"market_data":{"current_price":{${prices.join()}}}` : '';
      return say(200, `{"id":"${id}","symbol":"x"${data}}`);
    }
    const [from, to] = ['from', 'to'].map((name) => Number(searchParams.get(name)) * 1000) as [
      number,
      number,
    ];
    if (isOld(from + DAY)) return tooOld();
    const currency = searchParams.get('vs_currency') ?? '';
    const points = Object.entries(days)
      .map(([date, prices]) => [Date.parse(date), prices[currency] ?? 'null'] as const)
      .filter(([time]) => from <= time && time <= to)
      .map(([time, text]) => `[${time},${text}]`);
    if (to >= self.now().getTime()) points.push(`[${self.now().getTime()},1]`);
    return say(200, `{"prices":[${points.join()}],"market_caps":[],"total_volumes":[]}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  self.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`;
  return self;
}

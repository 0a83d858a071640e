import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const KEY = {
  apiKey: 'TestKeyThatNobodyMaySee',
  secret: Buffer.from('a secret of no one').toString('base64'),
};

/** An entry of Kraken's ledger; `time` in seconds, each digit as it is written. */
export type LedgerEntry = Record<'refid' | 'type' | 'subtype' | 'asset' | 'amount' | 'fee', string> & {
  time: string;
};

/** What the next answers are in place of the usual ones. */
export interface Refusal {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

export interface ExchangeServer {
  url: string;
  /** The parameters of every request that was signed as it must be. */
  requests: URLSearchParams[];
  permissions: string[];
  refusals: Refusal[];
  close(): Promise<void>;
}

interface Asked {
  request: IncomingMessage;
  body: string;
  parameters: URLSearchParams;
}

/** Behaves like Kraken's private interface: signed requests with rising nonces, 50 entries a page, the newest first. */
export function krakenServer(ledger: Map<string, LedgerEntry>): Promise<ExchangeServer> {
  let nonce = 0n;
  return serve((asked, server) => {
    const { request, body, parameters } = asked;
    const path = request.url ?? '';
    const hashed = createHash('sha256')
      .update(`${parameters.get('nonce')}${body}`)
      .digest();
    const hmac = createHmac('sha512', Buffer.from(KEY.secret, 'base64')).update(path).update(hashed);
    const signed =
      request.headers['api-key'] === KEY.apiKey && request.headers['api-sign'] === hmac.digest('base64');
    if (!signed) return '{"error":["EAPI:Invalid key"]}';
    const next = BigInt(parameters.get('nonce') ?? 0);
    if (next <= nonce) return '{"error":["EAPI:Invalid nonce"]}';
    nonce = next;
    server.requests.push(parameters);
    if (path === '/0/private/GetApiKeyInfo') {
      return JSON.stringify({ error: [], result: { apiKeyName: 'books', permissions: server.permissions } });
    }
    const [start, end, offset] = ['start', 'end', 'ofs'].map((name) => Number(parameters.get(name)));
    const inRange = [...ledger]
      .filter(([, { time }]) => Number(time) > (start ?? 0) && Number(time) <= (end ?? 0))
      .sort(([, a], [, b]) => Number(b.time) - Number(a.time));
    const page = inRange.slice(offset, (offset ?? 0) + 50).map(([txid, { time, ...entry }]) => {
      const fields = Object.entries(entry).map(
        ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
      );
      return `${JSON.stringify(txid)}:{"time":${time},"aclass":"currency","balance":"0",${fields.join(',')}}`;
    });
    return `{"error":[],"result":{"ledger":{${page.join(',')}},"count":${inRange.length}}}`;
  });
}

/** Behaves like Bitstamp's: signed requests with nonces that are new; `since_id` and the oldest first. */
export function bitstampServer(transactions: () => readonly string[]): Promise<ExchangeServer> {
  const nonces = new Set<string>();
  return serve((asked, server) => {
    const { request, body, parameters } = asked;
    const header = (name: string) => String(request.headers[name] ?? '');
    const [nonce, at] = [header('x-auth-nonce'), header('x-auth-timestamp')];
    const text = `${header('x-auth')}POST${server.url}${request.url}${header('content-type')}${nonce}${at}v2${body}`;
    const signature = createHmac('sha256', KEY.secret).update(text).digest('hex');
    const fits = header('x-auth') === `BITSTAMP ${KEY.apiKey}` && header('x-auth-signature') === signature;
    if (!fits || nonces.has(nonce)) return '{"status":"error","reason":"Invalid signature","code":"API0005"}';
    nonces.add(nonce);
    server.requests.push(parameters);
    const since = BigInt(parameters.get('since_id') ?? -1);
    const idOf = (one: string) => BigInt(/"id":(\d+)/.exec(one)?.[1] ?? 0);
    const found = transactions().filter((one) => idOf(one) > since);
    return `[${found.slice(0, Number(parameters.get('limit'))).join(',')}]`;
  });
}

async function serve(answer: (asked: Asked, server: ExchangeServer) => string): Promise<ExchangeServer> {
  const http = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const refusal = server.refusals.shift();
    const text = refusal?.body ?? answer({ request, body, parameters: new URLSearchParams(body) }, server);
    response.writeHead(refusal?.status ?? 200, { 'content-type': 'application/json', ...refusal?.headers });
    response.end(text);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: ExchangeServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests: [],
    permissions: ['query-funds', 'query-ledger'],
    refusals: [],
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

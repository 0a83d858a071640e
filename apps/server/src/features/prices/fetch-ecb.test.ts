import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { EcbFileError } from './ecb-rate.ts';
import { EcbFetchError, fetchEcbRates } from './fetch-ecb.ts';
import { dailyXml } from './fixtures/ecb-xml.ts';

async function withSource<T>(listener: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await work(`http://127.0.0.1:${port}/eurofxref-daily.xml`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function answering(status: number, type: string, body: string): RequestListener {
  return (_request, response) => response.writeHead(status, { 'content-type': type }).end(body);
}

const XML = dailyXml('2026-04-13', { USD: '1.1684' });

describe('fetching the rates', () => {
  it('returns the rates of the feed', async () => {
    const rates = await withSource(answering(200, 'text/xml; charset=utf-8', XML), (url) =>
      fetchEcbRates(url),
    );
    assert.deepEqual(rates, [{ asset: 'USD', date: '2026-04-13', perEuro: '1.1684' }]);
  });

  it('refuses another status, another content type and too long an answer, naming the address', async () => {
    const answers: [RequestListener, RegExp][] = [
      [answering(503, 'text/xml', XML), /status 503/],
      [answering(200, 'text/html', XML), /content type text\/html/],
      [answering(200, 'text/xml', XML + ' '.repeat(262_144)), /longer than 262144 bytes/],
    ];
    for (const [listener, reason] of answers) {
      await withSource(listener, (url) =>
        assert.rejects(fetchEcbRates(url), (error) => {
          assert.ok(error instanceof EcbFetchError);
          assert.match(error.message, reason);
          assert.ok(error.message.includes(url));
          return true;
        }),
      );
    }
  });

  it('refuses XML that is not the feed', async () => {
    await withSource(answering(200, 'text/xml', '<a/>'), (url) =>
      assert.rejects(fetchEcbRates(url), EcbFileError),
    );
  });

  it('reports a connection that breaks or never answers', async () => {
    await withSource(
      (request) => request.socket.destroy(),
      (url) => assert.rejects(fetchEcbRates(url), /the connection failed/),
    );
    const timeout: typeof fetch = async (_url, init) => {
      assert.ok(init?.signal instanceof AbortSignal);
      throw new DOMException('The operation timed out.', 'TimeoutError');
    };
    await assert.rejects(fetchEcbRates('http://rates.invalid', timeout), /no answer within 15 seconds/);
  });
});

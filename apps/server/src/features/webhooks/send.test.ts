import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Receiver, testReceiver } from '../../testing/receiver.ts';
import { type SendOptions, sendOnce } from './send.ts';

let receiver: Receiver;
let other: Receiver;
before(async () => {
  receiver = await testReceiver();
  other = await testReceiver();
});
after(async () => {
  await receiver.close();
  await other.close();
});
beforeEach(() => {
  receiver.received.length = 0;
  other.received.length = 0;
  receiver.answer = (_request, response) => response.writeHead(204).end();
});

const send = (url: string, options: Partial<SendOptions> = {}) =>
  sendOnce(url, { 'content-type': 'application/json', 'x-test': 'ñ'.length.toString() }, '{"a":"株"}', {
    allowPrivate: true,
    ...options,
  });

test('the body and headers arrive as given, and the status is the outcome', async () => {
  receiver.answer = (_request, response) => response.writeHead(500).end('out of paper\0');
  const outcome = await send(receiver.url);
  const { durationMs, ...rest } = outcome;
  assert.deepEqual(rest, { statusCode: 500, error: null, excerpt: 'out of paper' });
  assert.ok(Number.isInteger(durationMs) && durationMs >= 0);
  const [one] = receiver.received;
  assert.deepEqual([one?.path, one?.body, one?.headers['x-test']], ['/hook', '{"a":"株"}', '1']);
});

test('a redirect is an answer and no more', async () => {
  receiver.answer = (_request, response) => response.writeHead(307, { location: other.url }).end();
  assert.equal((await send(receiver.url)).statusCode, 307);
  assert.deepEqual(other.received, []);
});

test('of a body without end the beginning is read', async () => {
  let closed = false;
  receiver.answer = (_request, response) => {
    response.on('close', () => {
      closed = true;
    });
    const chunk = 'é'.repeat(50_000);
    const more = () => {
      while (!closed && response.write(chunk));
    };
    response.writeHead(200).on('drain', more);
    more();
  };
  const outcome = await send(receiver.url);
  assert.equal(outcome.statusCode, 200);
  assert.equal(outcome.excerpt, 'é'.repeat(512));
});

test('a receiver that never answers, or whose name is never found, is left after the time-out', async () => {
  receiver.answer = () => undefined;
  const outcome = await send(receiver.url, { timeoutMs: 100 });
  assert.deepEqual([outcome.statusCode, outcome.error], [null, 'No answer within 0.1 seconds.']);
  const unresolved = await send(receiver.url, {
    timeoutMs: 100,
    resolve: () => new Promise(() => undefined),
  });
  assert.deepEqual([unresolved.statusCode, unresolved.error], [null, 'No answer within 0.1 seconds.']);
});

test('a status that came counts, though its body never ends', async () => {
  receiver.answer = (_request, response) => response.writeHead(200).write('so far');
  const outcome = await send(receiver.url, { timeoutMs: 200 });
  assert.deepEqual([outcome.statusCode, outcome.excerpt], [200, 'so far']);
});

test('nobody listening is an outcome', async () => {
  const outcome = await send('http://127.0.0.1:9/');
  assert.deepEqual([outcome.statusCode, outcome.error], [null, 'The connection failed: ECONNREFUSED.']);
});

test('the connection goes to the address that was checked, and the name is asked for once', async () => {
  let asked = 0;
  const url = receiver.url.replace('127.0.0.1', 'hook.example');
  const outcome = await send(url, {
    resolve: async (hostname) => {
      asked += 1;
      assert.equal(hostname, 'hook.example');
      return [{ address: '127.0.0.1', family: 4 }];
    },
  });
  assert.deepEqual([outcome.statusCode, outcome.error, asked], [204, null, 1]);
  assert.equal(receiver.received[0]?.headers.host, new URL(url).host);
});

test('a private address is not connected to, whatever the name said before', async () => {
  const { port } = new URL(receiver.url);
  const options: Partial<SendOptions> = { allowPrivate: false };
  for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433']) {
    const outcome = await send(`https://${host}:${port}/`, options);
    assert.match(outcome.error ?? '', /not on the public internet/, host);
  }
  assert.match((await send(receiver.url, options)).error ?? '', /https/);
  const rebound = await send('https://hook.example/', {
    ...options,
    resolve: async () => [{ address: '10.0.0.1', family: 4 }],
  });
  assert.match(rebound.error ?? '', /not on the public internet/);
  assert.deepEqual(receiver.received, []);
});

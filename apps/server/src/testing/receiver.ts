import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that a receiver got. */
export interface Received {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Receiver = Awaited<ReturnType<typeof testReceiver>>;

/** A server on this machine that keeps what it is sent and answers as told: by default with 204. */
export async function testReceiver() {
  const received: Received[] = [];
  const self = {
    received,
    url: '',
    answer: (_request: Received, response: ServerResponse): unknown => response.writeHead(204).end(),
    /** The types of the events that came, in order. */
    types: (): string[] => received.map(({ body }) => JSON.parse(body).type),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
    received.push(one);
    await self.answer(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  self.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return self;
}

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RpcRequest {
  id: number;
  method: string;
  params: unknown[];
}

/** What a node answers instead of a result. */
export class RpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export type RpcServer = Awaited<ReturnType<typeof rpcServer>>;

/** A server of JSON-RPC over HTTP, batches too. `answer` throws `RpcError` for what it refuses. */
export async function rpcServer(answer: (method: string, params: unknown[]) => unknown) {
  const self = {
    url: '',
    /** Of each HTTP request, what it called. */
    requests: [] as RpcRequest[][],
    /** Answers in place of `answer` when it returns true. */
    instead: (_calls: RpcRequest[], _response: ServerResponse): boolean => false,
    /** Runs when a request has been answered from `answer`, before the answer is sent. */
    after: async (_calls: RpcRequest[]): Promise<void> => {},
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answerOne({ id, method, params }: RpcRequest): Promise<object> {
    try {
      return { jsonrpc: '2.0', id, result: await answer(method, params) };
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      return { jsonrpc: '2.0', id, error: { code: error.code, message: error.message } };
    }
  }

  const server = createServer(async (request, response) => {
    const body: RpcRequest | RpcRequest[] = JSON.parse(await text(request));
    const calls = [body].flat();
    self.requests.push(calls);
    if (self.instead(calls, response)) return;
    response.setHeader('content-type', 'application/json');
    const answers = await Promise.all(calls.map(answerOne));
    await self.after(calls);
    response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  self.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return self;
}

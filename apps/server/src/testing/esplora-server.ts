import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BitcoinChain, BuiltTransaction } from './bitcoin-chain.ts';

/** How many confirmed transactions Esplora gives a page. */
const PAGE = 25;

export type EsploraServer = Awaited<ReturnType<typeof esploraServer>>;

/** A server that answers as Esplora does, over a chain in memory. */
export async function esploraServer(chain: BitcoinChain) {
  const requests: string[] = [];
  const self = {
    url: '',
    requests,
    /** Answers in place of the chain when it returns true. */
    instead: (_path: string, _response: ServerResponse): boolean => false,
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    if (self.instead(path, response)) return;
    const answer = answerOf(chain, path);
    if (answer === null) response.writeHead(404).end('Not found');
    else response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  self.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return self;
}

function answerOf(chain: BitcoinChain, path: string): unknown {
  const [kind = '', id = '', ...rest] = path.split('/').slice(1);
  if (path === '/blocks/tip/hash') return chain.blocks.at(-1)?.hash ?? null;
  if (kind === 'block-height') return chain.blocks[Number(id)]?.hash ?? null;
  if (kind === 'block') {
    const height = chain.blocks.findIndex(({ hash }) => hash === id);
    if (height < 0) return null;
    if (rest[0] === 'txids') return chain.blocks[height]?.transactions.map(({ txid }) => txid);
    return { id, height, tx_count: chain.blocks[height]?.transactions.length };
  }
  if (kind !== 'address' || rest[0] !== 'txs') return null;
  if (rest[1] === 'mempool') {
    const waiting = chain.mempool().filter((one) => touches(one, id));
    return waiting.map(({ answer }) => ({ ...answer, status: { confirmed: false } }));
  }
  const all = chain.blocks.flatMap(({ hash, time, transactions }, height) =>
    transactions
      .filter((one) => touches(one, id))
      .map(({ answer }) => ({
        ...answer,
        status: { confirmed: true, block_height: height, block_hash: hash, block_time: time },
      })),
  );
  const newestFirst = all.reverse();
  const after = rest[2] === undefined ? 0 : newestFirst.findIndex(({ txid }) => txid === rest[2]) + 1;
  return newestFirst.slice(after, after + PAGE);
}

function touches({ answer }: BuiltTransaction, address: string): boolean {
  return (
    answer.vout.some((output) => output.scriptpubkey_address === address) ||
    answer.vin.some(({ prevout }) => prevout?.scriptpubkey_address === address)
  );
}

import { createRequire } from 'node:module';
import { resolveConfig } from 'hardhat/internal/core/config/config-resolution.js';
import { createProvider } from 'hardhat/internal/core/providers/construction.js';
import { JsonRpcServer } from 'hardhat/internal/hardhat-network/jsonrpc/server.js';
import { encodeDeployData, encodeFunctionData, getAddress, type Hex, isHex } from 'viem';
import { contract } from './contracts.ts';

export const EVM_CHAIN_ID = 31337;

/** Enough for every call here; given, so that a transaction that fails is sent all the same. */
const GAS = '0x5b8d80';

export type EvmNode = Awaited<ReturnType<typeof evmNode>>;

export interface Sent {
  from: string;
  /** Undefined: it creates a contract. */
  to?: string;
  /** Wei. */
  value?: bigint;
  data?: Hex;
}

/**
 * A node of Hardhat's own chain, over HTTP on 127.0.0.1, with no network behind it. Each transaction is mined at once in a
 * block of its own, a failed one too, unless `together` is used.
 */
export async function evmNode() {
  const { resolve } = createRequire(import.meta.url);
  const config = resolveConfig(resolve('hardhat/package.json'), {
    solidity: '0.8.24',
    networks: {
      hardhat: { chainId: EVM_CHAIN_ID, throwOnTransactionFailures: false, loggingEnabled: false },
    },
  });
  const provider = await createProvider(config, 'hardhat');
  const server = new JsonRpcServer({ hostname: '127.0.0.1', port: 0, provider });
  const { port } = await server.listen();
  const rpc = (method: string, ...params: unknown[]): Promise<unknown> =>
    provider.request({ method, params });
  const listed = (await rpc('eth_accounts')) as string[];

  async function send({ value = 0n, ...rest }: Sent): Promise<Hex> {
    const hash = await rpc('eth_sendTransaction', { gas: GAS, value: `0x${value.toString(16)}`, ...rest });
    if (!isHex(hash)) throw new Error('The node did not take the transaction.');
    return hash;
  }

  return {
    url: `http://127.0.0.1:${port}`,
    /** Twenty with 10,000 of the coin each, whose keys the node has. */
    accounts: listed.map((address) => getAddress(address)),
    /** Asks the node, whatever it is. Rejects with what it refuses. */
    rpc,
    send,

    /** Calls a function of a contract by its name in `contracts/`. */
    call(from: string, to: string, [name, functionName]: [string, string], args: unknown[], value = 0n) {
      const data = encodeFunctionData({ abi: contract(name).abi, functionName, args });
      return send({ from, to, value, data });
    },

    /** Creates a contract of `contracts/` and gives its address. */
    async deploy(from: string, name: string, args: unknown[] = [], value = 0n): Promise<string> {
      const hash = await send({ from, value, data: encodeDeployData({ ...contract(name), args }) });
      const receipt = (await rpc('eth_getTransactionReceipt', hash)) as { contractAddress: string };
      return getAddress(receipt.contractAddress);
    },

    async mine(blocks: number): Promise<void> {
      for (let mined = 0; mined < blocks; mined += 1) await rpc('evm_mine');
    },

    /** Mines what `work` sends in one block, in the order in which it was sent. */
    async together<T>(work: () => Promise<T>): Promise<T> {
      await rpc('evm_setAutomine', false);
      const result = await work();
      await rpc('evm_mine');
      await rpc('evm_setAutomine', true);
      return result;
    },

    async height(): Promise<bigint> {
      return BigInt(String(await rpc('eth_blockNumber')));
    },

    /** Keeps the state, for one `revert` to it, which takes back every block since. */
    snapshot: (): Promise<unknown> => rpc('evm_snapshot'),
    revert: (snapshot: unknown): Promise<unknown> => rpc('evm_revert', snapshot),
    close: (): Promise<void> => server.close(),
  };
}

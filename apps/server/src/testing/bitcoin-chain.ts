import { createHash } from 'node:crypto';
import { Address, OutScript, p2pkh, p2sh, p2tr, p2wpkh, RawTx, Transaction } from '@scure/btc-signer';
import { pubECDSA } from '@scure/btc-signer/utils.js';
import type { EsploraTransaction } from '../sources/bitcoin/esplora-answers.ts';

const REGTEST = { bech32: 'bcrt', pubKeyHash: 0x6f, scriptHash: 0xc4, wif: 0xef };
const GENESIS = '0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206';
const START = 1_700_000_000;

const PAYMENTS = {
  p2pkh: (key: Uint8Array) => p2pkh(key, REGTEST),
  'p2sh-p2wpkh': (key: Uint8Array) => p2sh(p2wpkh(key, REGTEST), REGTEST),
  p2wpkh: (key: Uint8Array) => p2wpkh(key, REGTEST),
  p2tr: (key: Uint8Array) => p2tr(key.slice(1), undefined, REGTEST),
};
export type PartyType = keyof typeof PAYMENTS;
export const PARTY_TYPES = Object.keys(PAYMENTS) as PartyType[];

/** Somebody with one key and the address of it. */
export interface Party {
  type: PartyType;
  key: Uint8Array;
  address: string;
}

/** An output that somebody can spend. */
export interface Coin {
  txid: string;
  vout: number;
  value: bigint;
  owner: Party;
}

export interface BuiltTransaction {
  txid: string;
  hex: string;
  answer: Pick<EsploraTransaction, 'txid' | 'vin' | 'vout' | 'fee'>;
}

interface Block {
  hash: string;
  time: number;
  transactions: BuiltTransaction[];
}

/** `name` makes the key, so that a test's addresses are the same in every run. */
export function party(type: PartyType, name: string): Party {
  const key = createHash('sha256').update(`${type} ${name}`).digest();
  return { type, key, address: PAYMENTS[type](pubECDSA(key)).address };
}

export type BitcoinChain = ReturnType<typeof bitcoinChain>;

/** A chain in memory, of regtest's genesis, whose transactions are built and signed as on the real one. */
export function bitcoinChain() {
  const blocks: Block[] = [{ hash: GENESIS, time: START, transactions: [] }];
  let mempool: BuiltTransaction[] = [];
  const built = new Map<string, BuiltTransaction>();

  /** Mines what waits, newest last, and 50 coins for `miner`, which are returned. */
  function mine(miner: Party): Coin {
    const height = blocks.length;
    const reward = coinbase(height, blocks.at(-1)?.hash ?? '', miner);
    const transactions = [reward, ...mempool];
    const hash = createHash('sha256')
      .update(`${blocks.at(-1)?.hash} ${transactions.map(({ txid }) => txid)}`)
      .digest('hex');
    blocks.push({ hash, time: START + 600 * height, transactions });
    mempool = [];
    return { txid: reward.txid, vout: 0, value: BigInt(reward.answer.vout[0]?.value ?? 0), owner: miner };
  }

  function coinbase(height: number, previous: string, miner: Party): BuiltTransaction {
    const value = 5_000_000_000n;
    const raw = RawTx.encode({
      version: 2,
      segwitFlag: false,
      inputs: [
        {
          txid: new Uint8Array(32),
          index: 0xffffffff,
          finalScriptSig: Buffer.from(`${height} ${previous}`.slice(0, 90)),
          sequence: 0xffffffff,
        },
      ],
      outputs: [{ amount: value, script: scriptOf(miner.address) }],
      witnesses: undefined,
      lockTime: 0,
    });
    const once = createHash('sha256').update(raw).digest();
    const txid = createHash('sha256').update(once).digest().reverse().toString('hex');
    const answer = {
      txid,
      vin: [{ is_coinbase: true, prevout: null }],
      vout: [{ value: Number(value), scriptpubkey_address: miner.address }],
      fee: 0,
    };
    return keep({ txid, hex: Buffer.from(raw).toString('hex'), answer });
  }

  /** Signs a transaction without sending it. What the outputs leave of the coins is its fee. */
  function sign(coins: readonly Coin[], outputs: readonly [string, bigint][]): BuiltTransaction {
    const transaction = new Transaction();
    for (const { txid, vout, value, owner } of coins) {
      const payment = PAYMENTS[owner.type](pubECDSA(owner.key));
      const before = built.get(txid);
      if (before === undefined) throw new Error(`There is no transaction ${txid}.`);
      transaction.addInput({
        ...payment,
        txid,
        index: vout,
        ...(owner.type === 'p2pkh'
          ? { nonWitnessUtxo: before.hex }
          : { witnessUtxo: { script: payment.script, amount: value } }),
      });
    }
    for (const [address, value] of outputs)
      transaction.addOutput({ script: scriptOf(address), amount: value });
    for (const key of new Set(coins.map(({ owner }) => owner.key))) transaction.sign(key);
    transaction.finalize();
    const answer = {
      txid: transaction.id,
      vin: coins.map(({ value, owner }) => ({
        is_coinbase: false,
        prevout: { value: Number(value), scriptpubkey_address: owner.address },
      })),
      vout: outputs.map(([address, value]) => ({ value: Number(value), scriptpubkey_address: address })),
      fee: Number(transaction.fee),
    };
    return keep({ txid: transaction.id, hex: transaction.hex, answer });
  }

  function keep(transaction: BuiltTransaction): BuiltTransaction {
    built.set(transaction.txid, transaction);
    return transaction;
  }

  return {
    blocks,
    mempool: (): readonly BuiltTransaction[] => mempool,
    mine,
    sign,
    send(transaction: BuiltTransaction): BuiltTransaction {
      mempool.push(transaction);
      return transaction;
    },
    /** Takes a transaction that waits away: replaced, or forgotten. */
    drop(txid: string): void {
      mempool = mempool.filter((one) => one.txid !== txid);
    },
    /** Takes the newest blocks off the chain. What was in them and is no coinbase waits again. */
    undo(depth: number): void {
      const undone = blocks.splice(blocks.length - depth);
      mempool = [...undone.flatMap(({ transactions }) => transactions.slice(1)), ...mempool];
    },
  };
}

/** The coin that an output of a transaction is. */
export function coinOf(transaction: BuiltTransaction, vout: number, owner: Party): Coin {
  const output = transaction.answer.vout[vout];
  if (output?.scriptpubkey_address !== owner.address) throw new Error(`Output ${vout} is somebody else's.`);
  return { txid: transaction.txid, vout, value: BigInt(output.value), owner };
}

function scriptOf(address: string): Uint8Array {
  return OutScript.encode(Address(REGTEST).decode(address));
}

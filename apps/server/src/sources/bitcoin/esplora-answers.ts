import { type Static, Type } from 'typebox';

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** Satoshi. There are never more than 21 million bitcoin, so a JSON number holds each exactly. */
const Satoshi = Type.Integer({ minimum: 0, maximum: 2_100_000_000_000_000 });
const Height = Type.Integer({ minimum: 0, maximum: 0xffffffff });
const Output = Type.Object({ value: Satoshi, scriptpubkey_address: Type.Optional(Type.String()) });

/** What we read of a transaction as Esplora answers it; whatever else it says is let be. */
export const EsploraTransaction = Type.Object({
  txid: Hash,
  vin: Type.Array(Type.Object({ is_coinbase: Type.Boolean(), prevout: Type.Union([Output, Type.Null()]) }), {
    minItems: 1,
  }),
  vout: Type.Array(Output, { minItems: 1 }),
  fee: Satoshi,
  status: Type.Union([
    Type.Object({
      confirmed: Type.Literal(true),
      block_height: Height,
      block_hash: Hash,
      /** Seconds since 1970. */
      block_time: Type.Integer({ minimum: 0, maximum: 0xffffffff }),
    }),
    Type.Object({ confirmed: Type.Literal(false) }),
  ]),
});
export type EsploraTransaction = Static<typeof EsploraTransaction>;

export const EsploraTransactions = Type.Array(EsploraTransaction);
export const EsploraBlock = Type.Object({ id: Hash, height: Height });
export const EsploraTxids = Type.Array(Hash, { minItems: 1 });
export const EsploraHash = Hash;

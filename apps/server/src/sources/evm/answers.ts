import { type Static, type TSchema, Type } from 'typebox';

/** Nodes leave out what there is not, or say null. */
export const Maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

/** An answer of JSON-RPC 2.0. */
export const RpcAnswer = Type.Object({
  id: Type.Optional(Type.Union([Type.Number(), Type.String(), Type.Null()])),
  result: Type.Optional(Type.Unknown()),
  error: Maybe(Type.Object({ code: Type.Number(), message: Type.String() })),
});
export type RpcAnswer = Static<typeof RpcAnswer>;

/** A number of up to 256 bits. Some nodes write leading zeros. */
export const RpcQuantity = Type.String({ pattern: '^0x[0-9a-fA-F]{1,64}$' });

export const RpcBytes = Type.String({ pattern: '^0x([0-9a-fA-F]{2})*$' });
export const RpcHash = Type.String({ pattern: '^0x[0-9a-fA-F]{64}$' });
export const RpcAddress = Type.String({ pattern: '^0x[0-9a-fA-F]{40}$' });

export const RpcHeader = Type.Object({
  number: RpcQuantity,
  hash: RpcHash,
  parentHash: RpcHash,
  /** Seconds since 1970. */
  timestamp: RpcQuantity,
});

/** What we read of a transaction as a node answers it; whatever else it says is let be. */
export const RpcTransaction = Type.Object({
  hash: RpcHash,
  type: Maybe(RpcQuantity),
  from: RpcAddress,
  /** Null: it creates a contract. */
  to: Maybe(RpcAddress),
  /** Wei. */
  value: RpcQuantity,
  gas: RpcQuantity,
  gasPrice: Maybe(RpcQuantity),
  input: RpcBytes,
  /** Wei that a deposit from the layer below creates for `from` (OP stack). */
  mint: Maybe(RpcQuantity),
});
export type RpcTransaction = Static<typeof RpcTransaction>;

export const RpcBlock = Type.Object({
  ...RpcHeader.properties,
  transactions: Type.Array(RpcTransaction),
  withdrawals: Maybe(
    Type.Array(
      Type.Object({
        index: RpcQuantity,
        validatorIndex: RpcQuantity,
        address: RpcAddress,
        /** Gwei (EIP-4895). */
        amount: RpcQuantity,
      }),
    ),
  ),
});
export type RpcBlock = Static<typeof RpcBlock>;

/** Null: the chain is not that long. */
export const RpcHeaderOrNull = Type.Union([RpcHeader, Type.Null()]);
export const RpcBlockOrNull = Type.Union([RpcBlock, Type.Null()]);

export const RpcLog = Type.Object({
  address: RpcAddress,
  topics: Type.Array(RpcHash, { maxItems: 4 }),
  data: RpcBytes,
  blockHash: RpcHash,
  transactionHash: RpcHash,
  logIndex: RpcQuantity,
});
export type RpcLog = Static<typeof RpcLog>;
export const RpcLogs = Type.Array(RpcLog);

export const RpcReceipt = Type.Object({
  transactionHash: RpcHash,
  blockHash: RpcHash,
  contractAddress: Maybe(RpcAddress),
  /** Absent before Byzantium. */
  status: Maybe(Type.Union([Type.Literal('0x0'), Type.Literal('0x1')])),
  gasUsed: RpcQuantity,
  effectiveGasPrice: Maybe(RpcQuantity),
  /** EIP-4844. */
  blobGasUsed: Maybe(RpcQuantity),
  blobGasPrice: Maybe(RpcQuantity),
  /** Wei that the layer below costs (OP stack). */
  l1Fee: Maybe(RpcQuantity),
  logs: Type.Array(RpcLog),
});
export type RpcReceipt = Static<typeof RpcReceipt>;
/** Null: the transaction is in no block. */
export const RpcReceiptOrNull = Type.Union([RpcReceipt, Type.Null()]);

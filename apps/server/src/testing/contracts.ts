import { readFileSync } from 'node:fs';
import solc from 'solc';
import type { Abi, Hex } from 'viem';

export interface Contract {
  abi: Abi;
  bytecode: Hex;
}

const SOURCES = ['tokens.sol', 'payer.sol'];

interface Output {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
}

let compiled: Map<string, Contract> | undefined;

/** A contract of `contracts/`, compiled from its source by Solidity's own compiler. */
export function contract(name: string): Contract {
  compiled ??= compile();
  const found = compiled.get(name);
  if (found === undefined) throw new Error(`There is no contract ${name}.`);
  return found;
}

function compile(): Map<string, Contract> {
  const sources = SOURCES.map((name) => {
    const content = readFileSync(new URL(`contracts/${name}`, import.meta.url), 'utf8');
    return [name, { content }] as const;
  });
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(sources),
    settings: { outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
  };
  const output: Output = JSON.parse(solc.compile(JSON.stringify(input)));
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  return new Map(
    Object.values(output.contracts).flatMap((file) =>
      Object.entries(file).map(([name, { abi, evm }]): [string, Contract] => [
        name,
        { abi, bytecode: `0x${evm.bytecode.object}` },
      ]),
    ),
  );
}

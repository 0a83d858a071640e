import { getAddress, isAddress } from 'viem';
import { fieldError } from '../../errors.ts';
import { refuseSecret } from '../secrets.ts';

/**
 * An EVM address as EIP-55 writes it. One in lower or upper case alone carries no checksum and is taken; one in both must
 * have the right one. Throws at `path` `secret_not_allowed`, and `invalid_address` for anything else.
 */
export function readEvmAddress(text: string, path: string): string {
  refuseSecret(text, path);
  const trimmed = text.trim();
  if (!/^0[xX][0-9a-fA-F]{40}$/.test(trimmed)) {
    throw fieldError(
      'invalid_address',
      path,
      'This is no address of an EVM chain: it is 0x and 40 hexadecimal digits.',
    );
  }
  const digits = trimmed.slice(2);
  const oneCase = digits === digits.toLowerCase() || digits === digits.toUpperCase();
  if (!oneCase && !isAddress(`0x${digits}`, { strict: true })) {
    throw fieldError(
      'invalid_address',
      path,
      'The checksum of this address is wrong (EIP-55), so a letter of it is: copy it again.',
    );
  }
  return getAddress(`0x${digits.toLowerCase()}`);
}

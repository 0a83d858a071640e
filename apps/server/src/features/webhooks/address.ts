import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/** An address that webhooks do not go to; the message says why. */
export class AddressError extends Error {}

/** Finds every address of a name; of an address, itself. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** The system's resolver. */
export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

/** The part of IPv6 that is given out for the public (RFC 4291, as IANA's registry has it). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address, as a resolver gives it, is of the public internet. An IPv4 address inside an IPv6 one counts as
 * what it is; what is reserved, private, local to a machine, link or site, a translator's or a tunnel's is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6);
}

/** Reads the address of a webhook. Throws {@link AddressError} for what no webhook leads to, whatever it resolves to. */
export function parseWebhookUrl(text: string, allowPrivate: boolean): URL {
  const url = URL.parse(text);
  if (url === null) throw new AddressError('This is not a URL.');
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    throw new AddressError('Use an address that starts with https://.');
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    throw new AddressError('Leave user, password and fragment out of the address.');
  return url;
}

/**
 * The addresses behind a URL, of which one is to be connected to and no name asked for again: a second answer might be
 * another. Throws {@link AddressError} when the name has none, or one that is not public, unless that is allowed.
 */
export async function resolveWebhookUrl(
  url: URL,
  allowPrivate: boolean,
  resolve: Resolve,
): Promise<LookupAddress[]> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await resolve(hostname).catch(() => []);
  if (addresses.length === 0) throw new AddressError(`The name ${hostname} has no address.`);
  if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address)))
    throw new AddressError(`${hostname} is not on the public internet.`);
  return addresses;
}

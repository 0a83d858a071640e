import assert from 'node:assert/strict';
import { pbkdf2Sync } from 'node:crypto';
import { describe, test } from 'node:test';
import { HDKey } from '@scure/bip32';
import { refusesField } from '../../testing/refused.ts';
import { deriveAddresses } from './addresses.ts';
import { readAccountKey } from './descriptor.ts';
import { descriptorChecksum } from './descriptor-checksum.ts';
import { readExtendedKey } from './extended-key.ts';
import { BITCOIN_NETWORKS, type BitcoinNetwork } from './network.ts';

const named = (name: string) => BITCOIN_NETWORKS.find((one) => one.name === name) as BitcoinNetwork;
const MAIN = named('mainnet');
const TEST = named('testnet3');
const read = (text: string, network = MAIN) => readAccountKey(text, network, '/value');

/** The seed from which BIP-49, BIP-84 and BIP-86 derive their vectors. */
const SEED = pbkdf2Sync(`${'abandon '.repeat(11)}about`, 'mnemonic', 2048, 64, 'sha512');
const ZPUB =
  'zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs';
const UPUB =
  'upub5EFU65HtV5TeiSHmZZm7FUffBGy8UKeqp7vw43jYbvZPpoVsgU93oac7Wk3u6moKegAEWtGNF8DehrnHtv21XXEMYRUocHqguyjknFHYfgY';
const BIP86 =
  'xpub6BgBgsespWvERF3LHQu6CnqdvfEvtMcQjYrcRzx53QJjSxarj2afYWcLteoGVky7D3UKDP9QyrLprQ3VCECoY49yfdDEHGCtMMj92pReUsQ';
/** BIP-32's first vector: the public key of `m`, and of `m/0'/1`, whose child number 2 it cannot derive. */
const MASTER =
  'xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8';

describe('extended public keys', () => {
  test('those of BIP-32 give the children that it publishes', () => {
    // vectors 1 and 2: parent, step, child, as far as public keys lead
    const children: [string, number, string][] = [
      [
        'xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTsfTFUHCdrfp1bgwQ9xv5ski8PX9rL2dZXvgGDnw',
        1,
        'xpub6ASuArnXKPbfEwhqN6e3mwBcDTgzisQN1wXN9BJcM47sSikHjJf3UFHKkNAWbWMiGj7Wf5uMash7SyYq527Hqck2AxYysAA7xmALppuCkwQ',
      ],
      [
        'xpub6D4BDPcP2GT577Vvch3R8wDkScZWzQzMMUm3PWbmWvVJrZwQY4VUNgqFJPMM3No2dFDFGTsxxpG5uJh7n7epu4trkrX7x7DogT5Uv6fcLW5',
        2,
        'xpub6FHa3pjLCk84BayeJxFW2SP4XRrFd1JYnxeLeU8EqN3vDfZmbqBqaGJAyiLjTAwm6ZLRQUMv1ZACTj37sR62cfN7fe5JnJ7dh8zL4fiyLHV',
      ],
      [
        'xpub6FHa3pjLCk84BayeJxFW2SP4XRrFd1JYnxeLeU8EqN3vDfZmbqBqaGJAyiLjTAwm6ZLRQUMv1ZACTj37sR62cfN7fe5JnJ7dh8zL4fiyLHV',
        1_000_000_000,
        'xpub6H1LXWLaKsWFhvm6RVpEL9P4KfRZSW7abD2ttkWP3SSQvnyA8FSVqNTEcYFgJS2UaFcxupHiYkro49S8yGasTvXEYBVPamhGW6cFJodrTHy',
      ],
      [
        'xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB',
        0,
        'xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH',
      ],
      [
        'xpub6ASAVgeehLbnwdqV6UKMHVzgqAG8Gr6riv3Fxxpj8ksbH9ebxaEyBLZ85ySDhKiLDBrQSARLq1uNRts8RuJiHjaDMBU4Zn9h8LZNnBC5y4a',
        1,
        'xpub6DF8uhdarytz3FWdA8TvFSvvAh8dP3283MY7p2V4SeE2wyWmG5mg5EwVvmdMVCQcoNJxGoWaU9DCWh89LojfZ537wTfunKau47EL2dhHKon',
      ],
      [
        'xpub6ERApfZwUNrhLCkDtcHTcxd75RbzS1ed54G1LkBUHQVHQKqhMkhgbmJbZRkrgZw4koxb5JaHWkY4ALHY2grBGRjaDMzQLcgJvLJuZZvRcEL',
        2,
        'xpub6FnCn6nSzZAw5Tw7cgR9bi15UV96gLZhjDstkXXxvCLsUXBGXPdSnLFbdpq8p9HmGsApME5hQTZ3emM2rnY5agb9rXpVGyy3bdW6EEgAtqt',
      ],
    ];
    for (const [parent, step, child] of children) {
      const { key } = readExtendedKey(parent, MAIN, '/value');
      assert.equal(key.publicExtendedKey, parent);
      const expected = readExtendedKey(child, MAIN, '/value').key;
      assert.deepEqual(key.deriveChild(step).publicKey, expected.publicKey);
      assert.deepEqual(key.deriveChild(step).chainCode, expected.chainCode);
    }
  });

  test('a zpub gives the addresses of BIP-84', () => {
    const account = read(ZPUB);
    assert.deepEqual(deriveAddresses(account, 0, 0, 2), [
      'bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu',
      'bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g',
    ]);
    assert.deepEqual(deriveAddresses(account, 1, 0, 1), ['bc1q8c6fshw2dlwun7ekn9qwf37cu2rn755upcp6el']);
    assert.deepEqual(deriveAddresses(account, 0, 1, 1), deriveAddresses(account, 0, 0, 2).slice(1));
    assert.deepEqual(deriveAddresses(account, 0, 5, 0), []);
  });

  test('a upub gives the address of BIP-49', () => {
    assert.deepEqual(deriveAddresses(read(UPUB, TEST), 0, 0, 1), ['2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2']);
    assert.equal(read(UPUB, named('signet')).script, 'sh(wpkh)');
  });

  test('a descriptor of tr gives the addresses of BIP-86', () => {
    const account = read(`tr([73c5da0a/86'/0'/0']${BIP86}/<0;1>/*)`);
    assert.deepEqual(deriveAddresses(account, 0, 0, 2), [
      'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr',
      'bc1p4qhjn9zdvkux4e44uhx8tc55attvtyu358kutcqkudyccelu0was9fqzwh',
    ]);
    assert.deepEqual(deriveAddresses(account, 1, 0, 1), [
      'bc1p3qkhfews2uk44qtvauqyr2ttdsw7svhkl9nkm9s9c3x4ax5h60wqwruhk7',
    ]);
  });

  test('an xpub is read by BIP-44, and each prefix says the same as its descriptor', () => {
    const root = HDKey.fromMasterSeed(SEED);
    const xpub = (path: string) => root.derive(path).publicExtendedKey;
    // the first address of this seed at m/44'/0'/0'/0/0, as any BIP-44 wallet shows it
    const account = read(xpub("m/44'/0'/0'"));
    assert.deepEqual(deriveAddresses(account, 0, 0, 1), ['1LqBGSKuX5yYUonjxT5qGfpUsXKYYWeabA']);
    for (const chain of [0, 1] as const) {
      assert.deepEqual(
        deriveAddresses(read(`wpkh(${xpub("m/84'/0'/0'")}/<0;1>/*)`), chain, 3, 4),
        deriveAddresses(read(ZPUB), chain, 3, 4),
      );
      assert.deepEqual(
        deriveAddresses(read(`pkh(${xpub("m/44'/0'/0'")}/<0;1>/*)`), chain, 0, 3),
        deriveAddresses(account, chain, 0, 3),
      );
    }
    assert.deepEqual(
      deriveAddresses(read(`sh(wpkh(${xpub("m/49'/0'/0'")}/0/*))`), 0, 0, 1),
      // the same seed on mainnet
      ['37VucYSaXLCAsxYyAPfbSi9eh4iEcbShgf'],
    );
  });

  test('keys of another network, of several signers, damaged or private are refused', () => {
    refusesField(() => read(ZPUB, TEST), 'wrong_network', ZPUB);
    refusesField(() => read(UPUB), 'wrong_network', UPUB);
    refusesField(() => read(`Zpub${ZPUB.slice(4)}`), 'invalid_key', ZPUB);
    refusesField(() => read(`${ZPUB.slice(0, -1)}t`), 'invalid_key', ZPUB);
    refusesField(() => read(ZPUB.slice(0, -1)), 'invalid_key', ZPUB);
    refusesField(() => read(`apub${ZPUB.slice(4)}`), 'invalid_key', ZPUB);
    // BIP-32's fifth vector: a public version with a private key, prefixes that fit no key, a key on no curve
    for (const text of [
      'xpub661MyMwAqRbcEYS8w7XLSVeEsBXy79zSzH1J8vCdxAZningWLdN3zgtU6LBpB85b3D2yc8sfvZU521AAwdZafEz7mnzBBsz4wKY5fTtTQBm',
      'xpub661MyMwAqRbcEYS8w7XLSVeEsBXy79zSzH1J8vCdxAZningWLdN3zgtU6Txnt3siSujt9RCVYsx4qHZGc62TG4McvMGcAUjeuwZdduYEvFn',
      'xpub661MyMwAqRbcEYS8w7XLSVeEsBXy79zSzH1J8vCdxAZningWLdN3zgtU6N8ZMMXctdiCjxTNq964yKkwrkBJJwpzZS4HS2fxvyYUA4q2Xe4',
      'xpub661MyMwAqRbcEYS8w7XLSVeEsBXy79zSzH1J8vCdxAZningWLdN3zgtU6Q5JXayek4PRsn35jii4veMimro1xefsM58PgBMrvdYre8QyULY',
    ]) {
      refusesField(() => read(text), 'invalid_key', text);
    }
    const { privateExtendedKey } = HDKey.fromMasterSeed(SEED);
    refusesField(() => read(`wpkh(${privateExtendedKey}/0/*)`), 'secret_not_allowed', privateExtendedKey);
  });
});

describe('descriptors', () => {
  test('their checksum is that of BIP-380, and one that does not fit is refused', () => {
    assert.equal(descriptorChecksum('raw(deadbeef)'), '89f8spxm');
    assert.equal(descriptorChecksum('raw(Ü)'), null);
    const body = `wpkh(${MASTER}/0/*)`;
    const checksum = descriptorChecksum(body) ?? '';
    assert.equal(read(` ${body}#${checksum}\n`).text, body);
    for (const text of [
      `${body}#`,
      `${body}#${checksum}x`,
      `${body}#${checksum.slice(1)}`,
      `${body.replace('/0/', '/1/')}#${checksum}`,
      `${body}##${checksum.slice(1)}`,
      `${body}#${checksum}#${checksum}`,
    ]) {
      refusesField(() => read(text), 'invalid_key', text);
    }
  });

  test('name receive and change addresses, or receive addresses alone', () => {
    const steps = (path: string) => {
      const { receive, change } = read(`wpkh([deadbeef/84h/0'/0h]${MASTER}${path})`);
      return { receive, change };
    };
    assert.deepEqual(steps('/0/*'), { receive: [0], change: null });
    assert.deepEqual(steps('/*'), { receive: [], change: null });
    assert.deepEqual(steps('/7/<2;3>/4/*'), { receive: [7, 2, 4], change: [7, 3, 4] });
    assert.deepEqual(deriveAddresses(read(`wpkh(${MASTER}/0/*)`), 1, 0, 20), []);
  });

  test('of another form are refused', () => {
    for (const text of [
      '',
      `combo(${MASTER}/0/*)`,
      `wsh(multi(1,${MASTER}/0/*))`,
      `tr(${MASTER}/0/*,pk(${MASTER}/1/*))`,
      `wpkh(${MASTER})`,
      `wpkh(${MASTER}/0)`,
      `wpkh(${MASTER}/0'/*)`,
      `wpkh(${MASTER}/0h/*)`,
      `wpkh(${MASTER}/0/*h)`,
      `wpkh(${MASTER}/2147483648/*)`,
      `wpkh(${MASTER}/<0;0>/*)`,
      `wpkh(${MASTER}/<0;1;2>/*)`,
      `wpkh(${MASTER}/<0;1>/<0;1>/*)`,
      `wpkh([deadbee/84']${MASTER}/0/*)`,
      `wpkh([deadbeef/84'/]${MASTER}/0/*)`,
      `wpkh([aaaaaaaa][aaaaaaaa]${MASTER}/0/*)`,
      `wpkh(${ZPUB}/0/*)`,
      `wpkh(${MASTER}/0/*`,
      `sh(pkh(${MASTER}/0/*))`,
      'wpkh(0260b2003c386519fc9eadf2b5cf124dd8eea4c4e68d5e154050a9346ea98ce600)',
    ]) {
      refusesField(() => read(text), 'invalid_key', text);
    }
  });
});

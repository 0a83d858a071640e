import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HDKey } from '@scure/bip32';
import { WIF } from '@scure/btc-signer';
import fc from 'fast-check';
import { french, generateMnemonic, japanese, spanish } from 'viem/accounts';
import { DomainError } from '../errors.ts';
import { refuseSecret, secretIn, secretWithin } from './secrets.ts';

/** Of BIP-39's published vectors: known to everyone. */
const PHRASE =
  'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
const LEGAL = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const KEY = '0c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d';
/** Of BIP-32's first vector, and what SLIP-132 and BIP-49 make of one. */
const XPRV =
  'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi';
const UPRV =
  'uprv91G7gZkzehuMVxDJTYE6tLivdF8e4rvzSu1LFfKw3b2Qx1Aj8vpoFnHdfUZ3hmi9jsvPifmZ24RTN2KhwB8BfMLTVqaBReibyaFFcTP1s9n';

describe('what is recognised as a secret', () => {
  test('extended private keys of every prefix, in descriptors and with a letter wrong as well', () => {
    const seed = new Uint8Array(16).fill(7);
    const versions = { zprv: 0x04b2430c, yprv: 0x049d7878, tprv: 0x04358394, vprv: 0x045f18bc };
    for (const [prefix, version] of Object.entries(versions)) {
      const { privateExtendedKey } = HDKey.fromMasterSeed(seed, { private: version, public: 0x0488b21e });
      assert.ok(privateExtendedKey.startsWith(prefix));
      assert.equal(secretIn(privateExtendedKey, 'anywhere'), 'extended private key');
    }
    for (const text of [XPRV, UPRV, `wpkh([deadbeef/84'/0'/0']${XPRV}/0/*)`, `key:${XPRV.slice(0, -1)}x`]) {
      assert.equal(secretIn(text, 'anywhere'), 'extended private key', text.slice(0, 4));
    }
  });

  test('keys in wallet import format, and under a password (BIP-38)', () => {
    // the wallet import format's page of the Bitcoin wiki; BIP-380; BIP-49; BIP-38's first vector
    for (const text of [
      '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ',
      'L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY1',
      'cULrpoZGXiuC19Uhvykx7NugygA3k86b3hmdCeyvHYQZSxojGyXJ',
      '6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg',
    ]) {
      assert.equal(secretIn(text, 'anywhere'), 'private key', text);
      assert.equal(secretIn(`send to (${text}), please`, 'anywhere'), 'private key');
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        assert.equal(secretIn(WIF().encode(bytes), 'anywhere'), 'private key');
      }),
    );
  });

  test('64 hexadecimal digits where a key belongs; elsewhere they are the hash of a transaction', () => {
    for (const text of [KEY, `0x${KEY}`, KEY.toUpperCase(), ` ${KEY}\n`]) {
      assert.equal(secretIn(text, 'key field'), 'private key');
      assert.equal(secretIn(text, 'anywhere'), null);
    }
    assert.equal(secretIn(`0x${KEY.slice(0, 40)}`, 'key field'), null);
    assert.equal(secretIn(`${KEY}00`, 'key field'), null);
  });

  test('seed phrases of 12 to 24 words in any language, however they are set out', () => {
    const numbered = PHRASE.split(' ')
      .map((word, at) => `${at + 1}. ${word}`)
      .join('\n');
    for (const text of [PHRASE, LEGAL.toUpperCase(), numbered, PHRASE.replaceAll(' ', ', ')]) {
      assert.equal(secretIn(`my wallet: ${text}`, 'anywhere'), 'seed phrase');
    }
    for (const words of [french, spanish, japanese]) {
      assert.equal(secretIn(generateMnemonic(words), 'anywhere'), 'seed phrase');
      assert.equal(secretIn(generateMnemonic(words, 256).normalize('NFC'), 'anywhere'), 'seed phrase');
    }
    // the checksum is wrong: still a secret
    assert.equal(secretIn(PHRASE.replace('about', 'abandon'), 'anywhere'), 'seed phrase');
    assert.equal(secretIn(PHRASE.split(' ').slice(1).join(' '), 'anywhere'), null);
  });

  test('ordinary texts, addresses and public keys are none', () => {
    for (const text of [
      'Thank you for your order of the fourteenth of March; the goods leave our house in Berlin on Friday, by truck.',
      'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr',
      '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
      'xpub6BgBgsespWvERF3LHQu6CnqdvfEvtMcQjYrcRzx53QJjSxarj2afYWcLteoGVky7D3UKDP9QyrLprQ3VCECoY49yfdDEHGCtMMj92pReUsQ',
      'L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY2',
      'DE89370400440532013000',
    ]) {
      assert.equal(secretIn(text, 'key field'), null, text);
    }
  });
});

describe('the refusal', () => {
  test('names the field and the kind, and never the secret', () => {
    for (const secret of [XPRV, PHRASE, KEY]) {
      assert.throws(
        () => refuseSecret(secret, '/address'),
        (error: DomainError) => {
          assert.equal(error.code, 'secret_not_allowed');
          assert.deepEqual(
            error.fields.map((field) => field.path),
            ['/address'],
          );
          assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes(secret.slice(0, 30)));
          return true;
        },
      );
    }
  });

  test('finds a secret in whatever depth of a body, and looks into no file', () => {
    const found = secretWithin({ lines: [{ note: 'a' }, { note: { text: PHRASE } }] });
    assert.ok(found instanceof DomainError);
    assert.deepEqual(
      found.fields.map((field) => field.path),
      ['/lines/1/note/text'],
    );
    assert.equal(secretWithin({ a: [1, null, true, 'x'], hash: KEY }), null);
    assert.equal(secretWithin(Buffer.from(PHRASE)), null);
    assert.equal(secretWithin(null), null);
  });
});

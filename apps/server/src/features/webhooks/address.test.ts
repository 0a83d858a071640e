import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  AddressError,
  isPublicAddress,
  parseWebhookUrl,
  resolveWebhookUrl,
  systemResolve,
} from './address.ts';

describe('an address is public', () => {
  test('only outside of every reserved, private and local range, of IPv4 and IPv6', () => {
    const notPublic = [
      ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1'],
      ...['127.255.255.255', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1'],
      ...['192.88.99.1', '192.168.0.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1'],
      ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
      ...['::', '::1', '::7f00:1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1'],
      ...['::ffff:0:127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1'],
      ...[
        '2002:7f00:1::',
        '3fff::1',
        '5f00::1',
        'fc00::1',
        'fd12:3456::1',
        'fe80::1',
        'fe80::1%eth0',
        'fec0::1',
      ],
      ...['ff02::1', '4000::1', '', 'localhost', '127.1'],
    ];
    assert.deepEqual(notPublic.filter(isPublicAddress), []);
    const isPublic = ['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0'];
    const more = ['192.167.255.255', '223.255.255.255', '::ffff:8.8.8.8', '2606:4700:4700::1111', '2a00::1'];
    assert.deepEqual([...isPublic, ...more].filter(isPublicAddress), [...isPublic, ...more]);
  });

  test('in an IPv6 form exactly when it is so in its own', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const mapped = `::ffff:${address.split('.').map(Number).join('.')}`;
        return isPublicAddress(mapped) === isPublicAddress(address);
      }),
    );
  });
});

describe('a URL for a webhook', () => {
  const refuses = (text: string, allowPrivate = false) =>
    assert.throws(() => parseWebhookUrl(text, allowPrivate), AddressError, text);

  test('is https, without user, password and fragment', () => {
    for (const text of [
      'http://example.com/',
      'ftp://example.com/',
      'example.com',
      'https://',
      'file:///etc/passwd',
    ])
      refuses(text);
    for (const text of ['https://u@example.com/', 'https://:p@example.com/', 'https://example.com/#x'])
      refuses(text);
    assert.equal(parseWebhookUrl('https://example.com:8443/x?y=1', false).port, '8443');
    assert.equal(parseWebhookUrl('http://example.com/', true).hostname, 'example.com');
    refuses('http://u:p@example.com/', true);
  });

  const resolved = (text: string) => resolveWebhookUrl(parseWebhookUrl(text, false), false, systemResolve);

  test('leads nowhere private, however the address is written', async () => {
    const written = [
      ...[
        '127.0.0.1',
        '2130706433',
        '0x7f000001',
        '0x7f.1',
        '017700000001',
        '127.1',
        '0',
        '10.1',
        '192.168.257',
      ],
      ...[
        '[::1]',
        '[::]',
        '[::ffff:127.0.0.1]',
        '[::ffff:7f00:1]',
        '[0:0:0:0:0:ffff:a00:1]',
        '[fe80::1]',
        '[fd00::1]',
      ],
      ...['169.254.169.254', '①②⑦.0.0.1', '127.0.0.1.'],
    ];
    for (const host of written) {
      await assert.rejects(resolved(`https://${host}/hook`), AddressError, host);
    }
  });

  test('leads nowhere private by a name', async () => {
    assert.ok((await systemResolve('localhost')).length > 0);
    await assert.rejects(resolved('https://localhost/'), /not on the public internet/);
    await assert.rejects(resolved('https://LOCALHOST:8443/'), /not on the public internet/);
  });

  test('is refused when one of several addresses is private, or there is none', async () => {
    const url = new URL('https://example.com/');
    const answers = (...addresses: string[]) =>
      resolveWebhookUrl(url, false, async () =>
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    assert.equal((await answers('8.8.8.8', '2606:4700:4700::1111')).length, 2);
    await assert.rejects(answers('8.8.8.8', '127.0.0.1'), AddressError);
    await assert.rejects(answers('8.8.8.8', '::ffff:10.0.0.1'), AddressError);
    await assert.rejects(answers(), /has no address/);
    const failing = resolveWebhookUrl(url, false, () => Promise.reject(new Error('ENOTFOUND')));
    await assert.rejects(failing, /has no address/);
  });
});

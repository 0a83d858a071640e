import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSealer, readEncryptionKeys, SealedError, type SealedErrorCode } from './sealed.ts';

const key = (id: string) => ({ id, key: randomBytes(32) });
const [first, second] = [key('2026-01'), key('2026-02')];
const sealer = createSealer([first]);
const ours = { companyId: 'a', purpose: 'exchange-account' };
const refused = (code: SealedErrorCode) => (error: unknown) =>
  error instanceof SealedError && error.code === code;

test('whatever is sealed opens again, for its own company and purpose only', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (secret, companyId, purpose) => {
      const sealed = sealer.seal(secret, { companyId, purpose });
      assert.equal(sealer.open(sealed, { companyId, purpose }), secret);
      assert.notEqual(sealer.seal(secret, { companyId, purpose }), sealed);
      for (const other of [
        { companyId: `${companyId}x`, purpose },
        { companyId, purpose: `${purpose}x` },
      ]) {
        assert.throws(() => sealer.open(sealed, other), refused('sealed_damaged'));
      }
    }),
  );
});

test('where company ends and purpose begins is sealed too', () => {
  const sealed = sealer.seal('x', { companyId: 'ab', purpose: 'c' });
  assert.throws(() => sealer.open(sealed, { companyId: 'a', purpose: 'bc' }), refused('sealed_damaged'));
});

test('a change of any character is found', () => {
  const sealed = createSealer([first, { ...second, key: first.key }]).seal('a secret', ours);
  const either = createSealer([first, { ...second, key: first.key }]);
  const start = `v1.${first.id}.`.length;
  for (let at = start; at < sealed.length; at += 1) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
    assert.throws(() => either.open(changed, ours), refused('sealed_damaged'), changed);
    assert.throws(() => either.open(sealed.slice(0, at), ours), refused('sealed_damaged'));
  }
  // Under the name of another key, even where that is the same.
  assert.throws(() => either.open(sealed.replace(first.id, second.id), ours), refused('sealed_damaged'));
  for (const none of ['', 'v1', `v2${sealed.slice(2)}`, `${sealed}=`, ` ${sealed}`]) {
    assert.throws(() => either.open(none, ours), refused('sealed_damaged'), none);
  }
});

test('rotation: a new key comes first, the old one opens until all is sealed anew', () => {
  const sealed = sealer.seal('a secret', ours);
  assert.equal(sealer.isOutdated(sealed), false);
  const rotating = createSealer([second, first]);
  assert.equal(rotating.isOutdated(sealed), true);
  const anew = rotating.seal(rotating.open(sealed, ours), ours);
  assert.equal(rotating.isOutdated(anew), false);
  const rotated = createSealer([second]);
  assert.equal(rotated.open(anew, ours), 'a secret');
  assert.throws(() => rotated.open(sealed, ours), refused('encryption_key_missing'));
  assert.throws(() => createSealer([]).seal('a secret', ours), refused('no_encryption_key'));
});

test('the setting is read, and what is wrong with it is told without the keys', () => {
  const written = ({ id, key: bytes }: typeof first) => `${id}:${bytes.toString('base64')}`;
  const read = (text: string | undefined) => {
    const problems: string[] = [];
    return { keys: readEncryptionKeys(text, problems), problems };
  };
  assert.deepEqual(read(undefined), { keys: [], problems: [] });
  assert.deepEqual(read(` ${written(second)} , ${written(first)}`), { keys: [second, first], problems: [] });
  const short = randomBytes(31).toString('base64');
  const bad = [
    `a:${short}`,
    short,
    `a b:${first.key.toString('base64')}`,
    `a:${first.key.toString('hex')}`,
    'a:',
    `${written(first)}:x`,
  ];
  for (const text of bad) {
    const { problems } = read(text);
    assert.equal(problems.length, 1, text);
    assert.ok(!problems[0]?.includes(text) && !problems[0]?.includes(short));
  }
  assert.match(
    read(`${written(first)},${written({ ...second, id: first.id })}`).problems[0] ?? '',
    /same ID/,
  );
});

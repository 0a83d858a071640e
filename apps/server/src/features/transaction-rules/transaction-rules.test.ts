import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Problem } from '@crypto-erp/contract/problem';
import type {
  RuleRunPage,
  RuleRunUndone,
  RulesApplied,
  TransactionRule,
  TransactionRuleInput,
} from '@crypto-erp/contract/transaction-rules';
import type { Transaction } from '@crypto-erp/contract/transactions';
import type { Static } from 'typebox';
import { type CryptoBooks, type CryptoWorld, cryptoBooks } from '../../testing/crypto-books.ts';
import { TRANSACTION_RULE } from '../../testing/crypto-values.ts';
import { CONTACT } from '../../testing/documents.ts';

let world: CryptoWorld;
before(async () => {
  world = await cryptoBooks();
});
after(() => world.close());

const addRule = (b: CryptoBooks, change: Partial<TransactionRuleInput>) =>
  b.done<TransactionRule>('transaction-rules', { ...TRANSACTION_RULE, ...change }, 201);
const apply = (b: CryptoBooks, change: object = {}) =>
  b.done<RulesApplied>('transactions/apply-rules', { ruleIds: null, dryRun: false, ...change }, 200);
const undo = (b: CryptoBooks, runId: string | null) =>
  b.done<RuleRunUndone>(`transaction-rule-runs/${runId}/undo`, {}, 200);
const read = async (b: CryptoBooks, id: string) =>
  (await world.user.get<Transaction>(`${b.at}/transactions/${id}`)).body;
const tagsOf = async (b: CryptoBooks, id: string) =>
  (await world.user.get<{ items: { id: string }[] }>(`${b.at}/transactions?tagId=${id}`)).body.items.map(
    (one) => one.id,
  );

test('rules are asked in their order, say what is open, and post as said', async () => {
  const b = await world.books();
  const income = b.company.account('sales');
  const contact = await b.done<{ id: string }>('contacts', { ...CONTACT, name: 'Pool' }, 201);
  const tag = await b.done<{ id: string }>('tags', { name: 'Mined', colour: '#00ff00' }, 201);
  await addRule(b, { name: 'Rest', priority: 9, asset: 'BTC', type: 'airdrop', accountId: income });
  await addRule(b, {
    name: 'Pool',
    priority: 1,
    asset: 'BTC',
    minQuantity: '0.5',
    type: 'mining',
    accountId: income,
    contactId: contact.id,
    tagId: tag.id,
    description: 'Block reward',
  });
  const big = await b.event('2024-03-01', [['hot', 'in BTC 0.5']]);
  const small = await b.event('2024-03-01', [['hot', 'in BTC 0.49']]);
  const other = await b.event('2024-03-01', [['hot', 'in ETH 1']]);

  const tried = await apply(b, { dryRun: true });
  assert.deepEqual(
    tried.items.map(({ ruleName, before, after }) => [ruleName, before.type, after.type, after.accountId]),
    [
      ['Pool', null, 'mining', income],
      ['Rest', null, 'airdrop', income],
    ],
  );
  assert.deepEqual([tried.runId, tried.more, (await read(b, big.id)).type], [null, false, null]);

  const applied = await apply(b);
  assert.deepEqual(applied.items, tried.items);
  const said = await read(b, big.id);
  assert.deepEqual(
    [said.type, said.accountId, said.contactId, said.description, said.saidBy],
    ['mining', income, contact.id, 'Block reward', 'rule'],
  );
  assert.equal((await read(b, small.id)).type, 'airdrop');
  assert.equal((await read(b, other.id)).type, null);
  assert.deepEqual(await tagsOf(b, tag.id), [big.id]);
  assert.deepEqual((await apply(b)).items, [], 'what is said already is not said again');

  await b.price('BTC', '2024-03-01', '50000');
  await b.post(said);
  assert.deepEqual(await b.balance(income), ['EUR -25000 -25000']);
  await b.verified();
});

test('what a person said stays, and so does what is posted or set aside', async () => {
  const b = await world.books();
  const mine = await b.event('2024-03-01', [['hot', 'in ETH 1']]);
  await b.change(mine, { type: 'gift', accountId: b.company.account('sales') });
  const aside = await b.event('2024-03-01', [['hot', 'in ETH 2']]);
  await b.done(`transactions/${aside.id}/ignore`, { version: aside.version, reason: 'spam' }, 200);
  await addRule(b, { asset: 'ETH', type: 'airdrop' });
  assert.deepEqual((await apply(b)).items, []);
  assert.equal((await read(b, mine.id)).type, 'gift');
});

test('a run is taken back whole, once, but for what somebody went on with', async () => {
  const b = await world.books();
  const sales = b.company.account('sales');
  const tag = await b.done<{ id: string }>('tags', { name: 'Ruled', colour: '#00ff00' }, 201);
  const events = [];
  for (const amount of [1, 2, 3, 4]) events.push(await b.event('2024-03-01', [['hot', `in ETH ${amount}`]]));
  const [kept, posted, changed, aside] = events.map(({ id }) => id);
  await addRule(b, { asset: 'ETH', type: 'airdrop', accountId: sales, tagId: tag.id, description: 'ruled' });
  const { runId } = await apply(b);
  await b.price('ETH', '2024-03-01', '3000');
  await b.post(await read(b, posted ?? ''));
  await b.change(await read(b, changed ?? ''), { description: 'mine' });
  const { version } = await read(b, aside ?? '');
  await b.done(`transactions/${aside}/ignore`, { version, reason: 'spam' }, 200);

  const undone = await undo(b, runId);
  assert.equal(undone.restored, 1);
  assert.deepEqual(
    new Map(undone.left.map(({ transactionId, reason }) => [transactionId, reason])),
    new Map([
      [posted, 'posted'],
      [changed, 'changed'],
      [aside, 'ignored'],
    ]),
  );
  const restored = await read(b, kept ?? '');
  assert.deepEqual(
    [restored.type, restored.accountId, restored.description, restored.saidBy],
    [null, null, '', 'guess'],
  );
  assert.equal((await tagsOf(b, tag.id)).includes(kept ?? ''), false);
  assert.equal((await tagsOf(b, tag.id)).length, 3);
  const again = await world.user.post<Problem>(`${b.at}/transaction-rule-runs/${runId}/undo`, {});
  assert.deepEqual([again.status, again.body.code], [422, 'rule_run_undone']);
  const { items } = (await world.user.get<Static<typeof RuleRunPage>>(`${b.at}/transaction-rule-runs`)).body;
  assert.deepEqual(
    items.map((run) => [run.id, run.transactions, run.undoneAt !== null]),
    [[runId, 4, true]],
  );
  assert.deepEqual((await apply(b)).items.length, 1, 'it is as if the run had not been');
  await b.verified();
});

test('a rule is refused that asks nothing, asks the impossible, or names what is not there', async () => {
  const b = await world.books();
  const nothing = { walletId: null, direction: null, asset: null };
  const none = '00000000-0000-7000-8000-000000000000';
  for (const [change, code, path] of [
    [nothing, 'rule_incomplete', '/counterparty'],
    [{ minQuantity: '2', maxQuantity: '1' }, 'rule_incomplete', '/maxQuantity'],
    [{ walletId: none }, 'unknown_wallet', '/walletId'],
    [{ asset: 'NOPE' }, 'unknown_asset', '/asset'],
    [{ accountId: none }, 'unknown_account', '/accountId'],
    [{ contactId: none }, 'unknown_contact', '/contactId'],
    [{ tagId: none }, 'unknown_tag', '/tagId'],
  ] as const) {
    const reply = await world.user.post<Problem>(`${b.at}/transaction-rules`, {
      ...TRANSACTION_RULE,
      ...change,
    });
    assert.deepEqual(
      [reply.status, reply.body.errors?.[0]?.code ?? reply.body.code, reply.body.errors?.[0]?.path],
      [code.startsWith('unknown_') && code !== 'unknown_asset' ? 404 : 422, code, path],
    );
  }
});

test('joining keeps comments: a transaction that has some is joined to, not the other way', async () => {
  const b = await world.books();
  const one = await b.event('2024-03-01', [['hot', 'out ETH 1']]);
  const two = await b.event('2024-03-01', [['cold', 'in ETH 1']]);
  await b.done(
    'comments',
    { subjectKind: 'transaction', subjectId: two.id, text: 'asked the exchange', mentions: [] },
    201,
  );
  const wrong = await world.user.post<Problem>(`${b.at}/transactions/${one.id}/join`, {
    version: one.version,
    transactionIds: [two.id],
  });
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'transaction_has_notes']);
  await b.done(`transactions/${two.id}/join`, { version: two.version, transactionIds: [one.id] }, 200);
  const hits = await world.user.get<{ items: { kind: string; id: string }[] }>(`${b.at}/search?q=exchange`);
  assert.deepEqual(
    hits.body.items.map(({ kind, id }) => `${kind} ${id}`),
    [`transaction ${two.id}`],
  );
});

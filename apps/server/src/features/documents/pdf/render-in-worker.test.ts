import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleDocument } from './example.ts';
import { renderDocument } from './render.ts';
import { createDocumentRenderer } from './render-in-worker.ts';

test('renders the same bytes in a worker, for requests that wait together', async () => {
  const renderer = createDocumentRenderer();
  const documents = ['1', '2', '3'].map((number) => exampleDocument({ number }));
  const answers = await Promise.all(documents.map((document) => renderer.render(document)));
  for (const [index, document] of documents.entries()) {
    assert.ok(answers[index]?.equals(await renderDocument(document)), `document ${document.number}`);
  }
  await renderer.close();
});

test('a document that cannot be rendered fails alone', async () => {
  const renderer = createDocumentRenderer();
  const [bad, good] = await Promise.allSettled([
    renderer.render(exampleDocument({ issueDate: 'soon' })),
    renderer.render(exampleDocument()),
  ]);
  assert.equal(bad.status, 'rejected');
  assert.match(String(bad.reason), /could not be rendered/);
  assert.ok(bad.reason.cause instanceof RangeError);
  assert.equal(good.status, 'fulfilled');
  await renderer.close();
});

test('a crash rejects what waits, and the next request has a new worker', async () => {
  // Answers with the number's bytes; the number "crash" ends the thread.
  const worker = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, document }) => {
      if (document.number === 'crash') throw new Error('out of paper');
      parentPort.postMessage({ id, pdf: new TextEncoder().encode(document.number) });
    });`;
  const renderer = createDocumentRenderer(new URL(`data:text/javascript,${encodeURIComponent(worker)}`));
  const [crashed, queued] = await Promise.allSettled([
    renderer.render(exampleDocument({ number: 'crash' })),
    renderer.render(exampleDocument({ number: 'queued' })),
  ]);
  for (const outcome of [crashed, queued]) {
    assert.equal(outcome.status, 'rejected');
    assert.match(String(outcome.reason), /PDF worker stopped with code 1\. Render the document again/);
    assert.match(String(outcome.reason.cause), /out of paper/);
  }
  assert.equal(String(await renderer.render(exampleDocument({ number: 'next' }))), 'next');
  await renderer.close();
});

test('closing finishes what is under way and refuses what comes after', async () => {
  const renderer = createDocumentRenderer();
  const under = renderer.render(exampleDocument());
  await renderer.close();
  assert.ok((await under).subarray(0, 5).equals(Buffer.from('%PDF-')));
  await assert.rejects(renderer.render(exampleDocument()), /closed/);
});

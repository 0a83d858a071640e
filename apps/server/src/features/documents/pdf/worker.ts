import { parentPort } from 'node:worker_threads';
import type { PrintedDocument } from './document.ts';
import { renderDocument } from './render.ts';

/** What the worker is asked; the answer carries the same id. */
export interface RenderRequest {
  id: number;
  document: PrintedDocument;
}

export type RenderAnswer = { id: number; pdf: Uint8Array<ArrayBuffer> } | { id: number; error: unknown };

parentPort?.on('message', async ({ id, document }: RenderRequest) => {
  try {
    // A copy of its own memory, so that it moves to the other thread without being copied again.
    const pdf = new Uint8Array(await renderDocument(document));
    parentPort?.postMessage({ id, pdf } satisfies RenderAnswer, [pdf.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error } satisfies RenderAnswer);
  }
});

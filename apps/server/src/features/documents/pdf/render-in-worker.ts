import { Worker } from 'node:worker_threads';
import type { PrintedDocument } from './document.ts';
import type { RenderAnswer, RenderRequest } from './worker.ts';

export interface DocumentRenderer {
  /**
   * The PDF of an invoice, as `renderDocument` makes it.
   * @throws Error when the worker stops meanwhile (the same request may then be made again) or when the renderer
   * is closed.
   */
  render(document: PrintedDocument): Promise<Buffer>;
  /** Takes no more requests, finishes those under way and ends the worker. */
  close(): Promise<void>;
}

/**
 * Renders invoices in a worker thread, so that the event loop stays free. The worker starts with the first request and
 * takes one after the other; after a crash the next request starts a new one. Callers bound how many wait. An idle
 * worker does not keep the process alive.
 * @param workerUrl the worker's module; tests put another in its place.
 */
export function createDocumentRenderer(
  workerUrl = new URL('./worker.ts', import.meta.url),
): DocumentRenderer {
  const waiting = new Map<number, PromiseWithResolvers<Buffer>>();
  let worker: Worker | undefined;
  let lastId = 0;
  let closed = false;

  const start = (): Worker => {
    const started = new Worker(workerUrl);
    started.on('message', (answer: RenderAnswer) => {
      const request = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) started.unref();
      if ('pdf' in answer) request?.resolve(Buffer.from(answer.pdf.buffer));
      else request?.reject(new Error('The invoice could not be rendered.', { cause: answer.error }));
    });
    let cause: unknown;
    started.on('error', (error) => {
      cause = error;
    });
    // Comes after `error` and after every message that was sent.
    started.on('exit', (code) => {
      worker = undefined;
      const error = new Error(`The PDF worker stopped with code ${code}. Render the invoice again.`, {
        cause,
      });
      for (const request of waiting.values()) request.reject(error);
      waiting.clear();
    });
    return started;
  };

  return {
    async render(document) {
      if (closed) throw new Error('The PDF renderer is closed.');
      worker ??= start();
      worker.ref();
      const id = ++lastId;
      worker.postMessage({ id, document } satisfies RenderRequest);
      const request = Promise.withResolvers<Buffer>();
      waiting.set(id, request);
      return request.promise;
    },
    async close() {
      closed = true;
      await Promise.allSettled([...waiting.values()].map((request) => request.promise));
      await worker?.terminate();
    },
  };
}

import { Worker } from 'node:worker_threads';
import type { PrintedDocument } from './document.ts';
import type { RenderAnswer, RenderRequest } from './serve-renders.ts';

/** Makes PDFs of printed documents `T`. */
export interface Renderer<T> {
  /**
   * The PDF of a document, as the worker's render function makes it.
   * @throws Error when the worker stops meanwhile (the same request may then be made again) or when the renderer
   * is closed.
   */
  render(document: T): Promise<Buffer>;
  /** Takes no more requests, finishes those under way and ends the worker. */
  close(): Promise<void>;
}

/** Makes the PDFs of invoices and notes. */
export type DocumentRenderer = Renderer<PrintedDocument>;

/** A renderer of invoices and notes. */
export function createDocumentRenderer(
  workerUrl = new URL('./worker.ts', import.meta.url),
): DocumentRenderer {
  return createRenderer(workerUrl);
}

/**
 * Renders in a worker thread, so that the event loop stays free. The worker starts with the first request and
 * takes one after the other; after a crash the next request starts a new one. Callers bound how many wait. An idle
 * worker does not keep the process alive.
 * @param workerUrl the worker's module, which calls `serveRenders`; tests put another in its place.
 */
export function createRenderer<T>(workerUrl: URL): Renderer<T> {
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
      else request?.reject(new Error('The document could not be rendered.', { cause: answer.error }));
    });
    let cause: unknown;
    started.on('error', (error) => {
      cause = error;
    });
    // Comes after `error` and after every message that was sent.
    started.on('exit', (code) => {
      worker = undefined;
      const error = new Error(`The PDF worker stopped with code ${code}. Render the document again.`, {
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
      worker.postMessage({ id, document } satisfies RenderRequest<T>);
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

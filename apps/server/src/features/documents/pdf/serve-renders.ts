import { parentPort } from 'node:worker_threads';

/** What a worker is asked; the answer carries the same id. */
export interface RenderRequest<T> {
  id: number;
  document: T;
}

export type RenderAnswer = { id: number; pdf: Uint8Array<ArrayBuffer> } | { id: number; error: unknown };

/** Answers the requests of `createRenderer` in its worker thread, with what `render` makes of each document. */
export function serveRenders<T>(render: (document: T) => Promise<Uint8Array> | Uint8Array): void {
  parentPort?.on('message', async ({ id, document }: RenderRequest<T>) => {
    try {
      // A copy of its own memory, so that it moves to the other thread without being copied again.
      const pdf = new Uint8Array(await render(document));
      parentPort?.postMessage({ id, pdf } satisfies RenderAnswer, [pdf.buffer]);
    } catch (error) {
      parentPort?.postMessage({ id, error } satisfies RenderAnswer);
    }
  });
}

import { createRenderer, type Renderer } from '../../documents/pdf/render-in-worker.ts';
import type { PrintedStatement } from './statement.ts';

/** Makes the PDFs of statements in a worker thread. */
export type StatementRenderer = Renderer<PrintedStatement>;

/** A renderer of statements of account; its thread starts with the first one. */
export function createStatementRenderer(): StatementRenderer {
  return createRenderer(new URL('./worker.ts', import.meta.url));
}

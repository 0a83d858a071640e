import { DomainError } from '../../../errors.ts';
import { createRenderer } from '../../documents/pdf/render-in-worker.ts';
import type { ReportTable } from '../table.ts';
import { checkSize } from './limits.ts';
import type { ReportFile } from './worker.ts';

/** Reports that may wait for the thread: each is held in memory. */
const MOST_WAITING = 16;

export interface ReportRenderer {
  /** The file's bytes. Throws `report_too_large`, and `too_many_requests` when too many wait already. */
  render(format: ReportFile['format'], table: ReportTable): Promise<Buffer>;
  close(): Promise<void>;
}

/** Renders reports in a worker thread, one after the other, so that the event loop stays free. */
export function createReportRenderer(): ReportRenderer {
  const thread = createRenderer<ReportFile>(new URL('./worker.ts', import.meta.url));
  let waiting = 0;
  return {
    async render(format, table) {
      checkSize(format, table.rows.length);
      if (waiting >= MOST_WAITING) {
        throw new DomainError('too_many_requests', 'Many reports are being made: ask again in a moment.');
      }
      waiting += 1;
      try {
        return await thread.render({ format, table });
      } finally {
        waiting -= 1;
      }
    },
    close: () => thread.close(),
  };
}

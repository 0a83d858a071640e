import { serveRenders } from '../../documents/pdf/serve-renders.ts';
import type { ReportTable } from '../table.ts';
import { pdf } from './pdf.ts';
import { xlsx } from './xlsx.ts';

/** What the thread is asked for. */
export interface ReportFile {
  format: 'xlsx' | 'pdf';
  table: ReportTable;
}

serveRenders<ReportFile>(({ format, table }) => (format === 'pdf' ? pdf(table) : xlsx(table)));

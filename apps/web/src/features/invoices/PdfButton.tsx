import type { Document } from '@crypto-erp/contract/documents';
import { Button, Loader } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { apiUrl } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';

/** Downloads the PDF; while it is being made the button says so and waits. */
export function PdfButton({ invoice }: { invoice: Document }) {
  const { path } = useCompany();
  if (invoice.pdf === 'none') return null;
  if (invoice.pdf === 'pending') {
    return (
      <Button variant="default" disabled leftSection={<Loader size={14} color="gray" />}>
        Making PDF
      </Button>
    );
  }
  return (
    <Button
      component="a"
      variant="default"
      href={apiUrl(path(`invoices/${invoice.id}/pdf`))}
      download={`${invoice.number ?? 'invoice'}.pdf`}
      leftSection={<IconDownload size={16} aria-hidden />}
      aria-label="Download PDF"
    >
      PDF
    </Button>
  );
}

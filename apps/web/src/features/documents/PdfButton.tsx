import type { Document } from '@crypto-erp/contract/documents';
import { Button, Loader } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { apiUrl } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { nounOf } from '../../lib/document-nouns.ts';

/** Downloads the PDF; while it is being made the button says so and waits. */
export function PdfButton({ document }: { document: Document }) {
  const { company } = useCompany();
  if (document.pdf === 'none') return null;
  if (document.pdf === 'pending') {
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
      href={apiUrl(`/companies/${company.id}/${nounOf(document.kind)}/${document.id}/pdf`)}
      download={`${document.number ?? 'document'}.pdf`}
      leftSection={<IconDownload size={16} aria-hidden />}
      aria-label="Download PDF"
    >
      PDF
    </Button>
  );
}

import type { Document } from '@crypto-erp/contract/documents';
import type { TaxList } from '@crypto-erp/contract/taxes';
import { Button, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Static } from 'typebox';
import { CommandForm } from '../../components/CommandForm.tsx';
import { QueryState } from '../../components/States.tsx';
import type { KeyFor } from '../../lib/command-key.ts';
import { useCompany } from '../../lib/company-context.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { InvoiceHead } from './InvoiceHead.tsx';
import { InvoiceLines } from './InvoiceLines.tsx';
import type { InvoiceValues } from './invoice-form.ts';
import { previewInvoice } from './invoice-totals.ts';
import { TotalsBox } from './TotalsBox.tsx';

interface InvoiceFormProps {
  label: string;
  initialValues: InvoiceValues;
  /** Saves the draft, and posts it when `post`. */
  send: (values: InvoiceValues, keyFor: KeyFor, post: boolean) => Promise<Document>;
  onCancel: () => void;
}

/** The editor of a draft, for a new one and an old one. */
export function InvoiceForm(props: InvoiceFormProps) {
  const { company } = useCompany();
  const taxes = useQuery(resourceQuery<Static<typeof TaxList>>(company.id, 'taxes'));
  return <QueryState query={taxes}>{({ items }) => <Editor {...props} taxes={items} />}</QueryState>;
}

type EditorProps = InvoiceFormProps & { taxes: Static<typeof TaxList>['items'] };

function Editor({ label, initialValues, send, onCancel, taxes }: EditorProps) {
  const { company, can, decimalsOf } = useCompany();
  const navigate = useNavigate();
  const state = useCommandForm<InvoiceValues, Document, 'post'>({
    initialValues,
    send: (values, keyFor, intent) => send(values, keyFor, intent === 'post'),
    onDone: ({ id }) =>
      navigate({ to: '/companies/$companyId/invoices/$id', params: { companyId: company.id, id } }),
  });
  const { form, busy } = state;
  const { lines, asset } = form.values;
  const preview = previewInvoice(lines, taxes, company.rounding, decimalsOf(asset));
  const buttons = (
    <>
      <Button type="submit" variant={can('invoices:post') ? 'default' : 'filled'} disabled={busy}>
        Save draft
      </Button>
      {can('invoices:post') && (
        <Button loading={busy} onClick={() => state.submit('post')}>
          Post
        </Button>
      )}
    </>
  );
  return (
    <CommandForm state={state} label={label} submit={buttons} onCancel={onCancel}>
      <Paper withBorder p="md">
        <InvoiceHead form={form} />
      </Paper>
      <Paper withBorder p="md">
        <Stack>
          <Title>Lines</Title>
          <InvoiceLines form={form} taxes={taxes} amounts={preview?.lines ?? null} />
          {preview === null ? (
            <Text c="dimmed" size="sm" ta="right">
              Totals appear when every number can be read.
            </Text>
          ) : (
            <TotalsBox asset={asset} {...preview} />
          )}
        </Stack>
      </Paper>
      <Paper withBorder p="md">
        <Textarea
          label="Notes"
          description="Printed on the invoice"
          autosize
          minRows={2}
          {...form.getInputProps('notes')}
        />
      </Paper>
    </CommandForm>
  );
}

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
import { permissionFor } from '../../lib/document-nouns.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { DocumentHead } from './DocumentHead.tsx';
import { DocumentLines } from './DocumentLines.tsx';
import type { DocumentValues } from './document-form.ts';
import { previewDocument } from './document-totals.ts';
import { TotalsBox } from './TotalsBox.tsx';
import { useNoun } from './use-noun.ts';

interface DocumentFormProps {
  label: string;
  /** What a note corrects. */
  corrected?: Document;
  initialValues: DocumentValues;
  /** Saves the draft, and posts it when `post`. */
  send: (values: DocumentValues, keyFor: KeyFor, post: boolean) => Promise<Document>;
  onCancel: () => void;
}

/** The editor of a draft, for a new one and an old one. */
export function DocumentForm(props: DocumentFormProps) {
  const { company } = useCompany();
  const taxes = useQuery(resourceQuery(company.id, 'taxes'));
  return <QueryState query={taxes}>{({ items }) => <Editor {...props} taxes={items} />}</QueryState>;
}

type EditorProps = DocumentFormProps & { taxes: Static<typeof TaxList>['items'] };

function Editor({ label, corrected, initialValues, send, onCancel, taxes }: EditorProps) {
  const { company, can, decimalsOf } = useCompany();
  const info = useNoun();
  const mayPost = can(permissionFor(info, 'post'));
  const navigate = useNavigate();
  const state = useCommandForm<DocumentValues, Document, 'post'>({
    initialValues,
    send: (values, keyFor, intent) => send(values, keyFor, intent === 'post'),
    onDone: ({ id }) =>
      navigate({
        to: '/companies/$companyId/$noun/$id',
        params: { companyId: company.id, noun: info.noun, id },
      }),
  });
  const { form, busy } = state;
  const { values } = form;
  const { lines, asset } = values;
  const preview = previewDocument(lines, taxes, company.rounding, decimalsOf(asset));
  const buttons = (
    <>
      <Button type="submit" variant={mayPost ? 'default' : 'filled'} disabled={busy}>
        Save draft
      </Button>
      {mayPost && (
        <Button loading={busy} onClick={() => state.submit('post')}>
          Post
        </Button>
      )}
    </>
  );
  return (
    <CommandForm state={state} label={label} submit={buttons} onCancel={onCancel}>
      <Paper withBorder p="md">
        <DocumentHead form={form} corrected={corrected} />
      </Paper>
      <Paper withBorder p="md">
        <Stack>
          <Title>Lines</Title>
          <DocumentLines form={form} taxes={taxes} amounts={preview?.lines ?? null} />
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
          description={values.side === 'sales' ? `Printed on the ${info.one}` : undefined}
          autosize
          minRows={2}
          {...form.getInputProps('notes')}
        />
      </Paper>
    </CommandForm>
  );
}

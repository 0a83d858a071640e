import { Page } from '../../components/Page.tsx';
import { PaymentTermsSection } from './PaymentTermsSection.tsx';
import { TaxSection } from './TaxSection.tsx';

/** The tax codes and payment terms that documents choose from. */
export function TaxSettings() {
  return (
    <Page title="Taxes and terms">
      <TaxSection />
      <PaymentTermsSection />
    </Page>
  );
}

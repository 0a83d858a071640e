const NAME = 'crypto-erp.company';

/** The company that was open last in this browser; storage may be blocked, then there is none. */
export const lastCompany = {
  read(): string | null {
    try {
      return localStorage.getItem(NAME);
    } catch {
      return null;
    }
  },
  write(companyId: string): void {
    try {
      localStorage.setItem(NAME, companyId);
    } catch {
      // The first company is opened then.
    }
  },
};

import type { ChartSection } from './tree.ts';

/**
 * A general chart for a small company that reports under US GAAP.
 *
 * ASC 350-60 (ASU 2023-08, fiscal years after 15 December 2024) measures crypto assets in its scope at fair
 * value through net income, apart from other intangibles; hence their own headings on both statements.
 */
export const US_GAAP: readonly ChartSection[] = [
  {
    code: '10000',
    name: 'Assets',
    type: 'asset',
    children: [
      {
        code: '11000',
        name: 'Cash and cash equivalents',
        cashFlow: 'cash',
        children: [
          { code: '11100', name: 'Checking accounts', role: 'bank' },
          { code: '11200', name: 'Savings accounts' },
          { code: '11300', name: 'Petty cash' },
          { code: '11400', name: 'Undeposited funds' },
        ],
      },
      {
        code: '12000',
        name: 'Receivables',
        children: [
          { code: '12100', name: 'Accounts receivable', role: 'receivable' },
          { code: '12200', name: 'Allowance for credit losses' },
          { code: '12300', name: 'Recoverable sales and value added tax', role: 'tax_receivable' },
          { code: '12400', name: 'Income tax receivable' },
          { code: '12500', name: 'Other receivables' },
        ],
      },
      {
        code: '13000',
        name: 'Other current assets',
        children: [
          { code: '13100', name: 'Inventory' },
          { code: '13200', name: 'Prepaid expenses' },
          { code: '13300', name: 'Contract assets' },
        ],
      },
      {
        code: '14000',
        name: 'Digital assets',
        cashFlow: 'investing',
        children: [
          { code: '14100', name: 'Crypto asset holdings', role: 'crypto_holdings' },
          { code: '14200', name: 'Restricted or staked crypto assets' },
          { code: '14300', name: 'Crypto assets in transit' },
          { code: '14400', name: 'Stablecoins outside the scope of ASC 350-60' },
        ],
      },
      {
        code: '15000',
        name: 'Property and equipment',
        cashFlow: 'investing',
        children: [
          { code: '15100', name: 'Computers and equipment' },
          { code: '15200', name: 'Furniture and fixtures' },
          { code: '15300', name: 'Vehicles' },
          { code: '15400', name: 'Leasehold improvements' },
          { code: '15900', name: 'Accumulated depreciation' },
        ],
      },
      {
        code: '16000',
        name: 'Other long-term assets',
        cashFlow: 'investing',
        children: [
          { code: '16100', name: 'Operating lease right-of-use assets' },
          { code: '16200', name: 'Capitalized software' },
          { code: '16300', name: 'Accumulated amortization' },
          { code: '16400', name: 'Security deposits' },
          { code: '16500', name: 'Deferred tax assets', cashFlow: 'operating' },
        ],
      },
    ],
  },
  {
    code: '20000',
    name: 'Liabilities',
    type: 'liability',
    children: [
      {
        code: '21000',
        name: 'Current liabilities',
        children: [
          { code: '21100', name: 'Accounts payable', role: 'payable' },
          { code: '21200', name: 'Credit cards' },
          { code: '21300', name: 'Accrued liabilities' },
          { code: '21400', name: 'Deferred revenue' },
          { code: '21500', name: 'Customer deposits' },
        ],
      },
      {
        code: '22000',
        name: 'Taxes and payroll',
        children: [
          { code: '22100', name: 'Sales tax payable', role: 'tax_payable' },
          { code: '22200', name: 'Payroll taxes payable' },
          { code: '22300', name: 'Wages payable' },
          { code: '22400', name: 'Federal income tax payable' },
          { code: '22500', name: 'State income tax payable' },
        ],
      },
      {
        code: '23000',
        name: 'Debt and long-term liabilities',
        cashFlow: 'financing',
        children: [
          { code: '23100', name: 'Line of credit' },
          { code: '23200', name: 'Notes payable, current' },
          { code: '23300', name: 'Notes payable, long-term' },
          { code: '23400', name: 'Loans from owners' },
          { code: '23500', name: 'Operating lease liabilities' },
          { code: '23600', name: 'Crypto asset loans payable' },
          { code: '23700', name: 'Deferred tax liabilities', cashFlow: 'operating' },
        ],
      },
    ],
  },
  {
    code: '30000',
    name: 'Equity',
    type: 'equity',
    children: [
      { code: '31000', name: 'Common stock' },
      { code: '32000', name: 'Additional paid-in capital' },
      { code: '33000', name: 'Retained earnings', role: 'retained_earnings' },
      { code: '34000', name: 'Treasury stock' },
      { code: '35000', name: 'Accumulated other comprehensive income' },
      { code: '36000', name: 'Dividends and distributions' },
      { code: '39000', name: 'Opening balance equity', role: 'opening_balance' },
    ],
  },
  {
    code: '40000',
    name: 'Revenue and gains',
    type: 'income',
    children: [
      {
        code: '41000',
        name: 'Revenue',
        children: [
          { code: '41100', name: 'Sales', role: 'sales' },
          { code: '41200', name: 'Service revenue' },
          { code: '41300', name: 'Shipping billed to customers' },
          { code: '41900', name: 'Returns, discounts and allowances' },
        ],
      },
      {
        code: '42000',
        name: 'Digital asset gains',
        children: [
          { code: '42100', name: 'Realized gain on crypto assets', role: 'crypto_realised_gain' },
          {
            code: '42200',
            name: 'Unrealized fair value gain on crypto assets',
            role: 'crypto_fair_value_gain',
          },
          { code: '42300', name: 'Staking and mining revenue' },
        ],
      },
      {
        code: '43000',
        name: 'Other income',
        children: [
          { code: '43100', name: 'Foreign currency transaction gain', role: 'exchange_gain' },
          {
            code: '43150',
            name: 'Unrealized foreign currency transaction gain',
            role: 'unrealised_exchange_gain',
          },
          { code: '43200', name: 'Interest income' },
          { code: '43300', name: 'Gain on sale of property and equipment' },
          { code: '43900', name: 'Miscellaneous income' },
        ],
      },
    ],
  },
  {
    code: '50000',
    name: 'Expenses and losses',
    type: 'expense',
    children: [
      {
        code: '51000',
        name: 'Cost of revenue',
        children: [
          { code: '51100', name: 'Cost of goods sold' },
          { code: '51200', name: 'Contract labor' },
          { code: '51300', name: 'Merchant processing fees' },
        ],
      },
      {
        code: '52000',
        name: 'Payroll',
        children: [
          { code: '52100', name: 'Salaries and wages' },
          { code: '52200', name: 'Payroll taxes' },
          { code: '52300', name: 'Employee benefits' },
        ],
      },
      {
        code: '53000',
        name: 'General and administrative',
        children: [
          { code: '53100', name: 'Rent' },
          { code: '53150', name: 'Utilities' },
          { code: '53200', name: 'Software and hosting' },
          { code: '53250', name: 'Legal and accounting' },
          { code: '53300', name: 'Advertising and marketing' },
          { code: '53350', name: 'Travel' },
          { code: '53400', name: 'Meals' },
          { code: '53450', name: 'Insurance' },
          { code: '53500', name: 'Office supplies' },
          { code: '53550', name: 'Licenses and state taxes' },
          { code: '53600', name: 'Credit loss expense', role: 'write_off' },
          { code: '53650', name: 'Bank charges', role: 'bank_fees' },
          { code: '53700', name: 'Depreciation' },
          { code: '53750', name: 'Amortization' },
          { code: '53850', name: 'Other operating expenses', role: 'expenses' },
          { code: '53900', name: 'Rounding differences', role: 'rounding' },
        ],
      },
      {
        code: '54000',
        name: 'Digital asset costs',
        children: [
          { code: '54100', name: 'Realized loss on crypto assets', role: 'crypto_realised_loss' },
          {
            code: '54200',
            name: 'Unrealized fair value loss on crypto assets',
            role: 'crypto_fair_value_loss',
          },
          { code: '54300', name: 'Network fees', role: 'network_fees' },
          { code: '54400', name: 'Exchange and custody fees' },
        ],
      },
      {
        code: '55000',
        name: 'Other expenses',
        children: [
          { code: '55100', name: 'Foreign currency transaction loss', role: 'exchange_loss' },
          {
            code: '55150',
            name: 'Unrealized foreign currency transaction loss',
            role: 'unrealised_exchange_loss',
          },
          { code: '55200', name: 'Interest expense' },
          { code: '55300', name: 'Loss on sale of property and equipment' },
        ],
      },
      {
        code: '56000',
        name: 'Income tax expense',
        children: [
          { code: '56100', name: 'Federal income tax' },
          { code: '56200', name: 'State income tax' },
        ],
      },
    ],
  },
];

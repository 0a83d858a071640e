import type { ChartSection } from './tree.ts';

/**
 * A general chart for a small company that reports under IFRS, current before non-current.
 *
 * Crypto held for the long run is an intangible asset (IAS 38) and crypto held for sale in the ordinary course
 * is inventory (IAS 2), as the IFRS Interpretations Committee concluded in June 2019. The fair value accounts
 * serve a broker-trader (IAS 2) or the revaluation model.
 */
export const IFRS: readonly ChartSection[] = [
  {
    code: '1000',
    name: 'Assets',
    type: 'asset',
    children: [
      {
        code: '1100',
        name: 'Cash and cash equivalents',
        cashFlow: 'cash',
        children: [
          { code: '1110', name: 'Bank accounts', role: 'bank' },
          { code: '1120', name: 'Cash on hand' },
          { code: '1130', name: 'Payment providers' },
          { code: '1140', name: 'Cash in transit' },
        ],
      },
      {
        code: '1200',
        name: 'Trade and other receivables',
        children: [
          { code: '1210', name: 'Trade receivables', role: 'receivable' },
          { code: '1220', name: 'Loss allowance for receivables' },
          { code: '1230', name: 'Input tax recoverable', role: 'tax_receivable' },
          { code: '1240', name: 'Income tax recoverable' },
          { code: '1250', name: 'Other receivables' },
          { code: '1260', name: 'Prepayments' },
          { code: '1270', name: 'Accrued income' },
        ],
      },
      {
        code: '1300',
        name: 'Inventories',
        children: [
          { code: '1310', name: 'Goods for resale' },
          { code: '1320', name: 'Crypto assets held for sale' },
        ],
      },
      {
        code: '1400',
        name: 'Crypto assets',
        cashFlow: 'investing',
        children: [
          { code: '1410', name: 'Crypto asset holdings', role: 'crypto_holdings' },
          { code: '1420', name: 'Crypto assets pledged or staked' },
          { code: '1430', name: 'Crypto assets in transit' },
        ],
      },
      {
        code: '1500',
        name: 'Property, plant and equipment',
        cashFlow: 'investing',
        children: [
          { code: '1510', name: 'Computer equipment' },
          { code: '1520', name: 'Furniture and fittings' },
          { code: '1530', name: 'Vehicles' },
          { code: '1540', name: 'Right-of-use assets' },
          { code: '1590', name: 'Accumulated depreciation' },
        ],
      },
      {
        code: '1600',
        name: 'Intangible assets',
        cashFlow: 'investing',
        children: [
          { code: '1610', name: 'Software and licences' },
          { code: '1620', name: 'Capitalised development' },
          { code: '1690', name: 'Accumulated amortisation' },
        ],
      },
      {
        code: '1700',
        name: 'Other non-current assets',
        children: [
          { code: '1710', name: 'Deposits paid', cashFlow: 'investing' },
          { code: '1720', name: 'Deferred tax assets' },
        ],
      },
    ],
  },
  {
    code: '2000',
    name: 'Liabilities',
    type: 'liability',
    children: [
      {
        code: '2100',
        name: 'Trade and other payables',
        children: [
          { code: '2110', name: 'Trade payables', role: 'payable' },
          { code: '2120', name: 'Accrued expenses' },
          { code: '2130', name: 'Contract liabilities' },
          { code: '2140', name: 'Company cards' },
          { code: '2150', name: 'Other payables' },
        ],
      },
      {
        code: '2200',
        name: 'Tax and social security',
        children: [
          { code: '2210', name: 'Output tax payable', role: 'tax_payable' },
          { code: '2220', name: 'Income tax payable' },
          { code: '2230', name: 'Payroll tax and social security payable' },
        ],
      },
      {
        code: '2300',
        name: 'Employee benefits',
        children: [
          { code: '2310', name: 'Wages payable' },
          { code: '2320', name: 'Holiday pay accrued' },
        ],
      },
      {
        code: '2400',
        name: 'Borrowings',
        cashFlow: 'financing',
        children: [
          { code: '2410', name: 'Bank loans, current' },
          { code: '2420', name: 'Bank loans, non-current' },
          { code: '2430', name: 'Loans from shareholders' },
          { code: '2440', name: 'Lease liabilities' },
          { code: '2450', name: 'Crypto asset loans' },
        ],
      },
      {
        code: '2500',
        name: 'Provisions and deferred tax',
        children: [
          { code: '2510', name: 'Provisions' },
          { code: '2520', name: 'Deferred tax liabilities' },
        ],
      },
    ],
  },
  {
    code: '3000',
    name: 'Equity',
    type: 'equity',
    children: [
      { code: '3100', name: 'Share capital' },
      { code: '3200', name: 'Share premium' },
      { code: '3300', name: 'Retained earnings', role: 'retained_earnings' },
      { code: '3400', name: 'Revaluation surplus' },
      { code: '3500', name: 'Other reserves' },
      { code: '3600', name: 'Dividends declared' },
      { code: '3900', name: 'Opening balances', role: 'opening_balance' },
    ],
  },
  {
    code: '4000',
    name: 'Income',
    type: 'income',
    children: [
      {
        code: '4100',
        name: 'Revenue',
        children: [
          { code: '4110', name: 'Sales of goods and services', role: 'sales' },
          { code: '4120', name: 'Subscriptions' },
          { code: '4190', name: 'Discounts and refunds given' },
        ],
      },
      {
        code: '4200',
        name: 'Gains on crypto assets',
        children: [
          { code: '4210', name: 'Realised gain on crypto assets', role: 'crypto_realised_gain' },
          { code: '4220', name: 'Fair value gain on crypto assets', role: 'crypto_fair_value_gain' },
          { code: '4230', name: 'Staking and mining income' },
        ],
      },
      {
        code: '4300',
        name: 'Other income',
        children: [
          { code: '4310', name: 'Foreign exchange gain', role: 'exchange_gain' },
          { code: '4315', name: 'Unrealised foreign exchange gain', role: 'unrealised_exchange_gain' },
          { code: '4320', name: 'Interest income' },
          { code: '4330', name: 'Grants' },
          { code: '4340', name: 'Gain on disposal of fixed assets' },
          { code: '4390', name: 'Sundry income' },
        ],
      },
    ],
  },
  {
    code: '5000',
    name: 'Expenses',
    type: 'expense',
    children: [
      {
        code: '5100',
        name: 'Cost of sales',
        children: [
          { code: '5110', name: 'Goods sold' },
          { code: '5120', name: 'Subcontractors' },
          { code: '5130', name: 'Payment processing fees' },
        ],
      },
      {
        code: '5200',
        name: 'Staff costs',
        children: [
          { code: '5210', name: 'Wages and salaries' },
          { code: '5220', name: 'Social security costs' },
          { code: '5230', name: 'Other staff costs' },
        ],
      },
      {
        code: '5300',
        name: 'Operating expenses',
        children: [
          { code: '5310', name: 'Rent and utilities' },
          { code: '5320', name: 'Hosting and software' },
          { code: '5330', name: 'Professional fees' },
          { code: '5340', name: 'Marketing' },
          { code: '5350', name: 'Travel' },
          { code: '5360', name: 'Insurance' },
          { code: '5370', name: 'Office expenses' },
          { code: '5380', name: 'Impairment of receivables', role: 'write_off' },
          { code: '5385', name: 'Other operating expenses', role: 'expenses' },
          { code: '5390', name: 'Rounding differences', role: 'rounding' },
        ],
      },
      {
        code: '5400',
        name: 'Depreciation and amortisation',
        children: [
          { code: '5410', name: 'Depreciation' },
          { code: '5420', name: 'Amortisation' },
        ],
      },
      {
        code: '5500',
        name: 'Costs of crypto assets',
        children: [
          { code: '5510', name: 'Realised loss on crypto assets', role: 'crypto_realised_loss' },
          { code: '5520', name: 'Fair value loss on crypto assets', role: 'crypto_fair_value_loss' },
          { code: '5530', name: 'Network fees', role: 'network_fees' },
          { code: '5540', name: 'Exchange and custody fees' },
          { code: '5550', name: 'Impairment of crypto assets' },
        ],
      },
      {
        code: '5600',
        name: 'Finance costs',
        children: [
          { code: '5610', name: 'Foreign exchange loss', role: 'exchange_loss' },
          { code: '5615', name: 'Unrealised foreign exchange loss', role: 'unrealised_exchange_loss' },
          { code: '5620', name: 'Interest expense' },
          { code: '5630', name: 'Bank charges', role: 'bank_fees' },
        ],
      },
      {
        code: '5700',
        name: 'Income tax',
        children: [
          { code: '5710', name: 'Current tax' },
          { code: '5720', name: 'Deferred tax' },
        ],
      },
    ],
  },
];

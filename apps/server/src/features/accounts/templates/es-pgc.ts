import type { ChartSection } from './tree.ts';

/**
 * Plan General de Contabilidad (Real Decreto 1514/2007), the part a small company uses: official codes and names.
 *
 * Groups 1, 4 and 5 of the plan mix assets with liabilities, so the top headings are those of its balance sheet
 * (activo no corriente, activo corriente, patrimonio neto, …) and subgroups 47 and 55 are split by side (`47D`
 * deudoras, `47A` acreedoras). A subgroup with one account here is left out. The rest of the tree
 * is the plan's own.
 *
 * Crypto: ICAC, consulta 4 of BOICAC 120 (December 2019) treats it as an intangible asset, or as stock when it
 * is held for sale in the ordinary course. The plan gives it no code, so it takes free ones: 207 in subgroup 20,
 * 308 in subgroup 30, and the digit 7 below 290, 626, 670, 690, 770 and 790. The plan does not let it rise above
 * cost: a fair value loss is an impairment (690) and a fair value gain is the reversal of one (790).
 *
 * The plan has no account for what opens the books and none for exchange differences that are not realised yet: 128,
 * 6681 and 7681 are free.
 */
export const ES_PGC: readonly ChartSection[] = [
  {
    code: 'ANC',
    name: 'Activo no corriente',
    type: 'asset',
    children: [
      {
        code: '20',
        name: 'Inmovilizaciones intangibles',
        cashFlow: 'investing',
        children: [
          { code: '203', name: 'Propiedad industrial' },
          { code: '206', name: 'Aplicaciones informáticas' },
          { code: '207', name: 'Criptoactivos', role: 'crypto_holdings' },
        ],
      },
      {
        code: '21',
        name: 'Inmovilizaciones materiales',
        cashFlow: 'investing',
        children: [
          { code: '213', name: 'Maquinaria' },
          { code: '216', name: 'Mobiliario' },
          { code: '217', name: 'Equipos para procesos de información' },
          { code: '218', name: 'Elementos de transporte' },
          { code: '219', name: 'Otro inmovilizado material' },
        ],
      },
      { code: '260', name: 'Fianzas constituidas a largo plazo', cashFlow: 'investing' },
      {
        code: '28',
        name: 'Amortización acumulada del inmovilizado',
        cashFlow: 'investing',
        children: [
          { code: '280', name: 'Amortización acumulada del inmovilizado intangible' },
          { code: '281', name: 'Amortización acumulada del inmovilizado material' },
        ],
      },
      {
        code: '29',
        name: 'Deterioro de valor de activos no corrientes',
        cashFlow: 'investing',
        children: [
          {
            code: '290',
            name: 'Deterioro de valor del inmovilizado intangible',
            children: [{ code: '2907', name: 'Deterioro de valor de criptoactivos' }],
          },
        ],
      },
    ],
  },
  {
    code: 'AC',
    name: 'Activo corriente',
    type: 'asset',
    children: [
      {
        code: '30',
        name: 'Comerciales',
        children: [
          { code: '300', name: 'Mercaderías' },
          { code: '308', name: 'Criptoactivos mantenidos para la venta' },
        ],
      },
      {
        code: '43',
        name: 'Clientes',
        children: [
          { code: '430', name: 'Clientes', role: 'receivable' },
          { code: '436', name: 'Clientes de dudoso cobro' },
        ],
      },
      { code: '440', name: 'Deudores' },
      {
        code: '47D',
        name: 'Administraciones Públicas, deudoras',
        children: [
          { code: '4700', name: 'Hacienda Pública, deudora por IVA' },
          { code: '4709', name: 'Hacienda Pública, deudora por devolución de impuestos' },
          { code: '471', name: 'Organismos de la Seguridad Social, deudores' },
          { code: '472', name: 'Hacienda Pública, IVA soportado', role: 'tax_receivable' },
          { code: '473', name: 'Hacienda Pública, retenciones y pagos a cuenta' },
        ],
      },
      { code: '480', name: 'Gastos anticipados' },
      { code: '490', name: 'Deterioro de valor de créditos por operaciones comerciales' },
      {
        code: '55D',
        name: 'Otras cuentas no bancarias, deudoras',
        children: [
          { code: '551', name: 'Cuenta corriente con socios y administradores' },
          { code: '555', name: 'Partidas pendientes de aplicación' },
        ],
      },
      {
        code: '57',
        name: 'Tesorería',
        cashFlow: 'cash',
        children: [
          { code: '570', name: 'Caja, euros' },
          { code: '572', name: 'Bancos e instituciones de crédito c/c vista, euros', role: 'bank' },
          { code: '573', name: 'Bancos e instituciones de crédito c/c vista, moneda extranjera' },
        ],
      },
    ],
  },
  {
    code: 'PN',
    name: 'Patrimonio neto',
    type: 'equity',
    children: [
      { code: '100', name: 'Capital social' },
      {
        code: '11',
        name: 'Reservas y otros instrumentos de patrimonio',
        children: [
          { code: '110', name: 'Prima de emisión o asunción' },
          { code: '112', name: 'Reserva legal' },
          { code: '113', name: 'Reservas voluntarias' },
          { code: '118', name: 'Aportaciones de socios o propietarios' },
        ],
      },
      {
        code: '12',
        name: 'Resultados pendientes de aplicación',
        children: [
          { code: '120', name: 'Remanente', role: 'retained_earnings' },
          { code: '121', name: 'Resultados negativos de ejercicios anteriores' },
          { code: '128', name: 'Saldos de apertura', role: 'opening_balance' },
          { code: '129', name: 'Resultado del ejercicio' },
        ],
      },
      { code: '130', name: 'Subvenciones oficiales de capital' },
    ],
  },
  {
    code: 'PNC',
    name: 'Pasivo no corriente',
    type: 'liability',
    children: [
      {
        code: '17',
        name: 'Deudas a largo plazo por préstamos recibidos, empréstitos y otros conceptos',
        cashFlow: 'financing',
        children: [
          { code: '170', name: 'Deudas a largo plazo con entidades de crédito' },
          { code: '171', name: 'Deudas a largo plazo' },
        ],
      },
    ],
  },
  {
    code: 'PC',
    name: 'Pasivo corriente',
    type: 'liability',
    children: [
      { code: '400', name: 'Proveedores', role: 'payable' },
      { code: '410', name: 'Acreedores por prestaciones de servicios' },
      { code: '438', name: 'Anticipos de clientes' },
      { code: '465', name: 'Remuneraciones pendientes de pago' },
      {
        code: '47A',
        name: 'Administraciones Públicas, acreedoras',
        children: [
          { code: '4750', name: 'Hacienda Pública, acreedora por IVA' },
          { code: '4751', name: 'Hacienda Pública, acreedora por retenciones practicadas' },
          { code: '4752', name: 'Hacienda Pública, acreedora por impuesto sobre sociedades' },
          { code: '476', name: 'Organismos de la Seguridad Social, acreedores' },
          { code: '477', name: 'Hacienda Pública, IVA repercutido', role: 'tax_payable' },
        ],
      },
      { code: '485', name: 'Ingresos anticipados' },
      {
        code: '52',
        name: 'Deudas a corto plazo por préstamos recibidos y otros conceptos',
        cashFlow: 'financing',
        children: [
          { code: '520', name: 'Deudas a corto plazo con entidades de crédito' },
          { code: '521', name: 'Deudas a corto plazo' },
        ],
      },
    ],
  },
  {
    code: '6',
    name: 'Compras y gastos',
    type: 'expense',
    children: [
      {
        code: '60',
        name: 'Compras',
        children: [
          { code: '600', name: 'Compras de mercaderías' },
          { code: '607', name: 'Trabajos realizados por otras empresas' },
        ],
      },
      { code: '610', name: 'Variación de existencias de mercaderías' },
      {
        code: '62',
        name: 'Servicios exteriores',
        children: [
          { code: '621', name: 'Arrendamientos y cánones' },
          { code: '622', name: 'Reparaciones y conservación' },
          { code: '623', name: 'Servicios de profesionales independientes' },
          { code: '624', name: 'Transportes' },
          { code: '625', name: 'Primas de seguros' },
          {
            code: '626',
            name: 'Servicios bancarios y similares',
            children: [
              { code: '6260', name: 'Comisiones bancarias', role: 'bank_fees' },
              { code: '6267', name: 'Comisiones de red de criptoactivos', role: 'network_fees' },
            ],
          },
          { code: '627', name: 'Publicidad, propaganda y relaciones públicas' },
          { code: '628', name: 'Suministros' },
          { code: '629', name: 'Otros servicios', role: 'expenses' },
        ],
      },
      {
        code: '63',
        name: 'Tributos',
        children: [
          { code: '630', name: 'Impuesto sobre beneficios' },
          { code: '631', name: 'Otros tributos' },
        ],
      },
      {
        code: '64',
        name: 'Gastos de personal',
        children: [
          { code: '640', name: 'Sueldos y salarios' },
          { code: '642', name: 'Seguridad Social a cargo de la empresa' },
          { code: '649', name: 'Otros gastos sociales' },
        ],
      },
      {
        code: '65',
        name: 'Otros gastos de gestión',
        children: [
          { code: '650', name: 'Pérdidas de créditos comerciales incobrables', role: 'write_off' },
          {
            code: '659',
            name: 'Otras pérdidas en gestión corriente',
            children: [{ code: '6590', name: 'Diferencias de redondeo', role: 'rounding' }],
          },
        ],
      },
      {
        code: '66',
        name: 'Gastos financieros',
        children: [
          { code: '662', name: 'Intereses de deudas' },
          { code: '668', name: 'Diferencias negativas de cambio', role: 'exchange_loss' },
          {
            code: '6681',
            name: 'Diferencias negativas de cambio no realizadas',
            role: 'unrealised_exchange_loss',
          },
          { code: '669', name: 'Otros gastos financieros' },
        ],
      },
      {
        code: '67',
        name: 'Pérdidas procedentes de activos no corrientes y gastos excepcionales',
        children: [
          {
            code: '670',
            name: 'Pérdidas procedentes del inmovilizado intangible',
            children: [
              { code: '6707', name: 'Pérdidas procedentes de criptoactivos', role: 'crypto_realised_loss' },
            ],
          },
          { code: '671', name: 'Pérdidas procedentes del inmovilizado material' },
          { code: '678', name: 'Gastos excepcionales' },
        ],
      },
      {
        code: '68',
        name: 'Dotaciones para amortizaciones',
        children: [
          { code: '680', name: 'Amortización del inmovilizado intangible' },
          { code: '681', name: 'Amortización del inmovilizado material' },
        ],
      },
      {
        code: '69',
        name: 'Pérdidas por deterioro y otras dotaciones',
        children: [
          {
            code: '690',
            name: 'Pérdidas por deterioro del inmovilizado intangible',
            children: [
              {
                code: '6907',
                name: 'Pérdidas por deterioro de criptoactivos',
                role: 'crypto_fair_value_loss',
              },
            ],
          },
          { code: '694', name: 'Pérdidas por deterioro de créditos por operaciones comerciales' },
        ],
      },
    ],
  },
  {
    code: '7',
    name: 'Ventas e ingresos',
    type: 'income',
    children: [
      {
        code: '70',
        name: 'Ventas de mercaderías, de producción propia, de servicios, etc.',
        children: [
          { code: '700', name: 'Ventas de mercaderías' },
          { code: '705', name: 'Prestaciones de servicios', role: 'sales' },
          { code: '708', name: 'Devoluciones de ventas y operaciones similares' },
        ],
      },
      { code: '740', name: 'Subvenciones, donaciones y legados a la explotación' },
      { code: '759', name: 'Ingresos por servicios diversos' },
      {
        code: '76',
        name: 'Ingresos financieros',
        children: [
          { code: '762', name: 'Ingresos de créditos' },
          { code: '768', name: 'Diferencias positivas de cambio', role: 'exchange_gain' },
          {
            code: '7681',
            name: 'Diferencias positivas de cambio no realizadas',
            role: 'unrealised_exchange_gain',
          },
          { code: '769', name: 'Otros ingresos financieros' },
        ],
      },
      {
        code: '77',
        name: 'Beneficios procedentes de activos no corrientes e ingresos excepcionales',
        children: [
          {
            code: '770',
            name: 'Beneficios procedentes del inmovilizado intangible',
            children: [
              { code: '7707', name: 'Beneficios procedentes de criptoactivos', role: 'crypto_realised_gain' },
            ],
          },
          { code: '771', name: 'Beneficios procedentes del inmovilizado material' },
          { code: '778', name: 'Ingresos excepcionales' },
        ],
      },
      {
        code: '79',
        name: 'Excesos y aplicaciones de provisiones y de pérdidas por deterioro',
        children: [
          {
            code: '790',
            name: 'Reversión del deterioro del inmovilizado intangible',
            children: [
              {
                code: '7907',
                name: 'Reversión del deterioro de criptoactivos',
                role: 'crypto_fair_value_gain',
              },
            ],
          },
          { code: '794', name: 'Reversión del deterioro de créditos por operaciones comerciales' },
        ],
      },
    ],
  },
];

import type {
  Dimension,
  DimensionInput,
  DimensionUpdate,
  DimensionValue,
  DimensionValueInput,
  DimensionValueUpdate,
} from '@crypto-erp/contract/dimensions';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { newId } from '../../db/id.ts';
import { fieldError, notFound, versionConflict } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findDimension, findDimensionValues } from './read-model.ts';
import { insertDimension, insertDimensionValue, updateDimension, updateDimensionValue } from './store.ts';

/** Adds a dimension. Throws `already_exists`. */
export async function createDimension(trx: Trx, context: Context, input: DimensionInput): Promise<Dimension> {
  const id = newId();
  await uniqueName(insertDimension(trx, context.companyId, id, input));
  const after = await requireDimension(trx, context.companyId, id);
  await audit(trx, context, 'dimension', 'created', null, after);
  return after;
}

/** Renames, archives or restores a dimension. Throws `not_found`, `already_exists`, `version_conflict`. */
export async function changeDimension(
  trx: Trx,
  context: Context,
  id: string,
  update: DimensionUpdate,
): Promise<Dimension> {
  const before = await requireDimension(trx, context.companyId, id);
  if (!(await uniqueName(updateDimension(trx, context.companyId, id, update)))) throw versionConflict();
  const after = await requireDimension(trx, context.companyId, id);
  await audit(trx, context, 'dimension', 'changed', before, after);
  return after;
}

/** Adds a value to a dimension. Throws `unknown_dimension`, `dimension_archived`, `already_exists`. */
export async function createDimensionValue(
  trx: Trx,
  context: Context,
  input: DimensionValueInput,
): Promise<DimensionValue> {
  const dimension = await findDimension(trx, context.companyId, input.dimensionId);
  if (dimension === null) {
    throw fieldError(
      'unknown_dimension',
      '/dimensionId',
      'There is no such dimension: choose one from the list.',
    );
  }
  if (dimension.archived) {
    throw fieldError(
      'dimension_archived',
      '/dimensionId',
      `Dimension ${dimension.name} is archived: restore it or choose another.`,
    );
  }
  const id = newId();
  await uniqueCode(insertDimensionValue(trx, context.companyId, id, input));
  const after = await requireDimensionValue(trx, context.companyId, id);
  await audit(trx, context, 'dimension-value', 'created', null, after);
  return after;
}

/** Renames, archives or restores a value. Throws `not_found`, `already_exists`, `version_conflict`. */
export async function changeDimensionValue(
  trx: Trx,
  context: Context,
  id: string,
  update: DimensionValueUpdate,
): Promise<DimensionValue> {
  const before = await requireDimensionValue(trx, context.companyId, id);
  if (!(await uniqueCode(updateDimensionValue(trx, context.companyId, id, update)))) throw versionConflict();
  const after = await requireDimensionValue(trx, context.companyId, id);
  await audit(trx, context, 'dimension-value', 'changed', before, after);
  return after;
}

/**
 * Checks the values that lines are to carry: known, not archived, one of a dimension at most. Throws
 * `unknown_dimension`, `dimension_archived`, `dimension_twice` at `/lines/n/dimensionValueIds/n`.
 */
export async function checkDimensionValues(
  trx: Trx,
  companyId: string,
  lines: readonly { dimensionValueIds?: readonly string[] }[],
): Promise<void> {
  const values = await findDimensionValues(
    trx,
    companyId,
    lines.flatMap(({ dimensionValueIds = [] }) => dimensionValueIds),
  );
  for (const [i, { dimensionValueIds = [] }] of lines.entries()) {
    const dimensions = new Set<string>();
    for (const [j, id] of dimensionValueIds.entries()) {
      const path = `/lines/${i}/dimensionValueIds/${j}`;
      const value = values.get(id);
      if (value === undefined) {
        throw fieldError(
          'unknown_dimension',
          path,
          'There is no such value of a dimension: choose one from the list.',
        );
      }
      if (value.archived) {
        throw fieldError(
          'dimension_archived',
          path,
          `${value.name} is archived: restore it or choose another.`,
        );
      }
      if (dimensions.has(value.dimensionId)) {
        throw fieldError('dimension_twice', path, 'A line carries one value of a dimension: leave one out.');
      }
      dimensions.add(value.dimensionId);
    }
  }
}

async function requireDimension(trx: Trx, companyId: string, id: string): Promise<Dimension> {
  const dimension = await findDimension(trx, companyId, id);
  if (dimension === null) throw notFound('dimension');
  return dimension;
}

async function requireDimensionValue(trx: Trx, companyId: string, id: string): Promise<DimensionValue> {
  const value = (await findDimensionValues(trx, companyId, [id])).get(id);
  if (value === undefined) throw notFound('value of a dimension');
  return value;
}

function uniqueName<T>(write: Promise<T>): Promise<T> {
  return unique(write, 'dimensions_company_id_name_key', '/name', 'Another dimension has this name');
}

function uniqueCode<T>(write: Promise<T>): Promise<T> {
  const key = 'dimension_values_company_id_dimension_id_code_key';
  return unique(write, key, '/code', 'Another value of the dimension has this code');
}

async function unique<T>(write: Promise<T>, key: string, path: string, problem: string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!isUniqueViolation(error, key)) throw error;
    throw fieldError('already_exists', path, `${problem}: choose another one.`);
  }
}

function audit(
  trx: Trx,
  context: Context,
  subjectKind: string,
  done: string,
  before: { id: string } | null,
  after: { id: string },
): Promise<void> {
  const action = `${subjectKind}.${done}`;
  return writeAudit(trx, { ...context, action, subjectKind, subjectId: after.id, before, after });
}

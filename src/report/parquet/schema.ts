import { NUMERIC_COLUMNS } from '../../core/columns.ts';
import { SAMPLES_HEADER } from '../csv/samples-header.ts';

/** The types of this schema, as Parquet names them. */
export type ColumnType = 'STRING' | 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP' | 'LIST';

/** Version 1 of the columns; it stands in the metadata. Append only. */
export const PARQUET_VERSION = '1';

const SPECIAL: Readonly<Record<string, ColumnType>> = {
  seq: 'INT32',
  due_utc: 'TIMESTAMP',
  due_epoch_ms: 'DOUBLE',
  late_ms: 'FLOAT',
  new_connection: 'BOOLEAN',
  preflight: 'BOOLEAN',
  reordered: 'BOOLEAN',
  warm_up: 'BOOLEAN',
  icl_ms: 'LIST',
};

/** The columns of the samples CSV under the same names and in the same order, with their types. */
export const PARQUET_COLUMNS: readonly (readonly [name: string, type: ColumnType])[] = SAMPLES_HEADER.split(
  ',',
).map((name) => [name, typeOf(name)]);

function typeOf(name: string): ColumnType {
  const unit = NUMERIC_COLUMNS.find(({ csv }) => csv === name)?.unit;
  if (unit === undefined) return SPECIAL[name] ?? 'STRING';
  if (unit === 'ms' || unit === 'per-s') return 'FLOAT';
  return unit === 'bytes' ? 'INT64' : 'INT32';
}

/** As `SchemaElement` of the Parquet format. */
interface Element {
  name: string;
  type?: 'BYTE_ARRAY' | 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE' | 'BOOLEAN';
  converted_type?: 'UTF8' | 'TIMESTAMP_MICROS' | 'LIST';
  repetition_type?: 'REQUIRED' | 'OPTIONAL' | 'REPEATED';
  num_children?: number;
}

/** Every column may be null: what is null was not measured. */
export function parquetSchema(): Element[] {
  return [{ name: 'samples', num_children: PARQUET_COLUMNS.length }, ...PARQUET_COLUMNS.flatMap(elementsOf)];
}

function elementsOf([name, type]: readonly [string, ColumnType]): Element[] {
  const repetition_type = 'OPTIONAL';
  switch (type) {
    case 'STRING':
      return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }];
    case 'TIMESTAMP':
      return [{ name, type: 'INT64', converted_type: 'TIMESTAMP_MICROS', repetition_type }];
    case 'LIST':
      return [
        { name, converted_type: 'LIST', repetition_type, num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
      ];
    default:
      return [{ name, type, repetition_type }];
  }
}

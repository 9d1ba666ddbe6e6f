import { parse } from 'csv-parse/sync';
import type { CsvError } from 'csv-parse/sync';

/** A row of a sheet. `row` counts as a spreadsheet does: from 1, blank rows as well. */
export type SheetRow = { row: number } & ({ cells: string[] } | { broken: string });

/**
 * Reads a text of separated values, with quoted cells that may hold separators, quotes and line breaks. A row with
 * broken quoting is given up at the end of its line, and reading goes on with the next.
 */
export function readSheet(text: string, delimiter: string): SheetRow[] {
  const bytes = Buffer.from(text);
  const rows: SheetRow[] = [];
  for (let from = 0; from < bytes.length;) {
    const part = bytes.subarray(from);
    let read = 0;
    try {
      parse(part, {
        delimiter,
        record_delimiter: ['\r\n', '\n', '\r'],
        relax_column_count: true,
        on_record(cells: string[], info) {
          rows.push({ row: rows.length + 1, cells });
          read = info.bytes;
          // Kept above, so that those before a broken row are there when it throws.
          return null;
        },
      });
      break;
    } catch (error) {
      rows.push({ row: rows.length + 1, broken: reasonOf(error as CsvError) });
      from += endOfLine(part, read);
    }
  }
  return rows;
}

function reasonOf({ code }: CsvError): string {
  switch (code as string) {
    case 'INVALID_OPENING_QUOTE':
      return 'A quote begins in the middle of a cell.';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'There is text behind the closing quote of a cell, or a quote is not closed.';
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'A quote is not closed.';
    default:
      return 'The row can’t be read.';
  }
}

const lineFeed = 10;
const carriageReturn = 13;

/** Where the line that holds the place is over, its line end included. */
function endOfLine(bytes: Uint8Array, place: number): number {
  for (let at = place; at < bytes.length; at++) {
    if (bytes[at] === lineFeed) return at + 1;
    if (bytes[at] === carriageReturn) return bytes[at + 1] === lineFeed ? at + 2 : at + 1;
  }
  return bytes.length;
}

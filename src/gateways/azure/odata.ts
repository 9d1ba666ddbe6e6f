/** A text as an OData string literal: quotes are doubled. Not yet encoded for a URL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guid.test(text);
}

/** The GUID at the end of an ARM id, in lower case; the rest of the id depends on where it was read. */
export function guidAtEnd(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

/** As Azure prints GUIDs in its error sentences. */
export function undashed(id: string): string {
  return id.replaceAll('-', '');
}

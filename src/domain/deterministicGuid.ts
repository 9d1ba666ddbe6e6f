import { v5 } from 'uuid';

// The namespace of the ARM template function guid(), documented on its string-functions page.
const armNamespace = '11fb06fb-712d-4ddd-98c7-e71bbd588830';

/**
 * The GUID that Bicep's `guid(...parts)` gives, with every part in lower case (`toLower()` in Bicep): ARM spells
 * one id in several cases, and deployment and app must come to the same name.
 */
export function deterministicGuid(...parts: [string, ...string[]]): string {
  return v5(parts.join('-').toLowerCase(), armNamespace);
}
